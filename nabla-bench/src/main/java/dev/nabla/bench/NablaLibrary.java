package dev.nabla.bench;

import dev.nabla.Autograd;
import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.SGD;
import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nabla. */
final class NablaLibrary implements Library<Tensor> {
  @Override
  public String toString() {
    return "Nabla";
  }

  @Override
  public Tensor floats(float[] data, int... shape) {
    return Nabla.fromArray(data, shape);
  }

  @Override
  public Tensor doubles(double[] data, int... shape) {
    return Nabla.fromArray(data, shape);
  }

  @Override
  public Tensor longs(long[] data, int... shape) {
    return Nabla.fromArray(data, shape);
  }

  @Override
  public Tensor scalar(double value) {
    return Nabla.tensor((float) value);
  }

  @Override
  public Tensor leaf(Tensor x) {
    return x.requiresGrad_();
  }

  @Override
  public int[] shape(Tensor x) {
    return x.shape().toArray();
  }

  @Override
  public double[] read(Tensor x) {
    return x.detach().reshape(-1).to(DType.FLOAT64).toDoubleArray();
  }

  @Override
  public void backward(Tensor y) {
    y.backward();
  }

  @Override
  public void backward(Tensor y, Tensor cotangent) {
    y.backward(cotangent);
  }

  @Override
  public Tensor grad(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad());
  }

  @Override
  public void clearGrad(Tensor leaf) {
    leaf.grad(null);
  }

  @Override
  public List<Tensor> grad(Tensor y, List<Tensor> xs, boolean createGraph) {
    return Autograd.grad(List.of(y), xs, null, createGraph, createGraph, false).stream().map(Objects::requireNonNull)
        .toList();
  }

  @Override
  public Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    return Func.jacrev(f).apply(x);
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor mul(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Override
  public Tensor add(Tensor x, double c) {
    return x.add(c);
  }

  @Override
  public Tensor mul(Tensor x, double c) {
    return x.mul(c);
  }

  @Override
  public Tensor tanh(Tensor x) {
    return x.tanh();
  }

  @Override
  public Tensor relu(Tensor x) {
    return x.relu();
  }

  @Override
  public Tensor gelu(Tensor x) {
    return F.gelu(x, "tanh");
  }

  @Override
  public Tensor transpose(Tensor x, int a, int b) {
    return x.transpose(a, b);
  }

  @Override
  public Tensor reshape(Tensor x, int... shape) {
    return x.reshape(shape);
  }

  @Override
  public Tensor contiguous(Tensor x) {
    return x.contiguous();
  }

  @Override
  public Tensor narrow(Tensor x, int axis, int start, int length) {
    return x.narrow(axis, start, length);
  }

  @Override
  public Tensor sum(Tensor x) {
    return x.sum();
  }

  @Override
  public Tensor sum(Tensor x, int axis) {
    return x.sum(axis);
  }

  @Override
  public Tensor mean(Tensor x, int axis) {
    return x.mean(axis);
  }

  @Override
  public Tensor amax(Tensor x, int axis) {
    return x.amax(axis);
  }

  @Override
  public Tensor argmax(Tensor x, int axis) {
    return x.argmax(axis);
  }

  @Override
  public Tensor var(Tensor x, int axis) {
    return x.var(axis);
  }

  @Override
  public Tensor cumsum(Tensor x, int axis) {
    return x.cumsum(axis);
  }

  @Override
  public Tensor sort(Tensor x, int axis) {
    return x.sort(axis).values();
  }

  @Override
  public Tensor topk(Tensor x, int k) {
    return x.topk(k).values();
  }

  @Override
  public Tensor softmax(Tensor x, int axis) {
    return x.softmax(axis);
  }

  @Override
  public Tensor crossEntropy(Tensor x, Tensor target) {
    return F.crossEntropy(x, target);
  }

  @Override
  public Tensor logSoftmaxNll(Tensor x, Tensor target) {
    return F.nllLoss(x.logSoftmax(1), target);
  }

  @Override
  public Tensor layerNorm(Tensor x, int width, Tensor weight, Tensor bias) {
    return F.layerNorm(x, new int[] {width}, weight, bias);
  }

  @Override
  public Tensor rmsNorm(Tensor x, int width, Tensor weight) {
    return F.rmsNorm(x, new int[] {width}, weight, null);
  }

  @Override
  public Tensor batchNorm(Tensor x, Tensor runningMean, Tensor runningVar, Tensor weight, Tensor bias) {
    return F.batchNorm(x, runningMean, runningVar, weight, bias, true, 0.1, 1e-5);
  }

  @Override
  public Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  @Override
  public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return F.linear(x, weight, bias);
  }

  @Override
  public Tensor embedding(Tensor indices, Tensor table) {
    return F.embedding(indices, table);
  }

  @Override
  public Tensor conv(Conv c, Tensor x, Tensor w, @Nullable Tensor bias) {
    if (c.axes() == 1) {
      return F.conv1d(x, w, bias, c.stride(), c.padding(), 1, c.groups());
    }
    return c.transposed()
        ? F.convTranspose2d(x, w, bias, c.stride(), c.padding(), 0, c.groups(), 1)
        : F.conv2d(x, w, bias, c.stride(), c.padding(), 1, c.groups());
  }

  @Override
  public Tensor maxPool2d(Tensor x, int kernel) {
    return F.maxPool2d(x, kernel);
  }

  @Override
  public Tensor averagePool(Tensor x) {
    return F.adaptiveAvgPool2d(x, 1).flatten(1);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, boolean causal) {
    return F.scaledDotProductAttention(q, k, v, null, 0, causal, null);
  }

  @Override
  public UnaryOperator<Tensor> lstm(int in, int hidden, int layers, List<Tensor> weights) {
    return x -> {
      Tensor zeros = Nabla.zeros(layers, x.shape().size(1), hidden);
      return F.lstm(x, List.of(zeros, zeros), weights, true, layers, 0, true, false, false).get(0);
    };
  }

  @Override
  public Optimizer sgd(List<Tensor> params, double lr, double momentum) {
    SGD sgd = new SGD(params, lr);
    return optimizer(momentum == 0 ? sgd : sgd.momentum(momentum));
  }

  @Override
  public Optimizer adam(List<Tensor> params, double lr) {
    return optimizer(new dev.nabla.optim.Adam(params, lr));
  }

  @Override
  public Optimizer adamW(List<Tensor> params, double lr) {
    return optimizer(new AdamW(params, lr));
  }

  private static Optimizer optimizer(dev.nabla.optim.Optimizer optimizer) {
    return new Optimizer() {
      @Override
      public void zeroGrad() {
        optimizer.zeroGrad();
      }

      @Override
      public void step() {
        optimizer.step();
      }
    };
  }
}
