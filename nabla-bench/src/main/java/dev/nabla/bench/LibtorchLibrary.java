package dev.nabla.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** libtorch, PyTorch's C++ library, called from Java as Bytedeco's presets publish it. */
final class LibtorchLibrary implements Library<Tensor> {
  @Override
  public String toString() {
    torch.get_num_threads(); // loads it
    return "libtorch";
  }

  @Override
  public void scope(Runnable body) {
    try (PointerScope _ = new PointerScope()) {
      body.run();
    }
  }

  @Override
  public Tensor floats(float[] data, int... shape) {
    return Tensor.create(data, longs(shape));
  }

  @Override
  public Tensor doubles(double[] data, int... shape) {
    return Tensor.create(data, longs(shape));
  }

  @Override
  public Tensor longs(long[] data, int... shape) {
    return Tensor.create(data, longs(shape));
  }

  private static long[] longs(int... shape) {
    long[] sizes = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      sizes[i] = shape[i];
    }
    return sizes;
  }

  @Override
  public Tensor scalar(double value) {
    return torch.scalar_tensor(new Scalar(value));
  }

  @Override
  public Tensor leaf(Tensor x) {
    return x.set_requires_grad(true);
  }

  @Override
  public int[] shape(Tensor x) {
    int[] shape = new int[(int) x.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) x.size(i);
    }
    return shape;
  }

  @Override
  public double[] read(Tensor x) {
    Tensor flat = x.detach().reshape(-1).to(torch.ScalarType.Double).contiguous();
    double[] data = new double[(int) flat.numel()];
    new org.bytedeco.javacpp.DoublePointer(flat.data_ptr()).get(data);
    return data;
  }

  @Override
  public void backward(Tensor y) {
    y.backward();
  }

  @Override
  public void backward(Tensor y, Tensor cotangent) {
    y.backward(cotangent, new BoolOptional(), false, new TensorArrayRefOptional());
  }

  @Override
  public Tensor grad(Tensor leaf) {
    return new Tensor(leaf.grad()); // the leaf's own handle would be empty once it is cleared
  }

  @Override
  public void clearGrad(Tensor leaf) {
    leaf.mutable_grad().reset();
  }

  @Override
  public List<Tensor> grad(Tensor y, List<Tensor> xs, boolean createGraph) {
    TensorVector g = torch.grad(new TensorVector(y), vector(xs), new TensorVector(), new BoolOptional(createGraph),
        createGraph, false);
    return List.of(g.get());
  }

  /** A row at a time: the C++ library has no vmap. */
  @Override
  public Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    Tensor in = x.detach().set_requires_grad(true);
    Tensor y = f.apply(in);
    TensorVector rows = new TensorVector();
    for (int i = 0; i < y.size(0); i++) {
      rows.push_back(
          torch.grad(new TensorVector(y.select(0, i)), new TensorVector(in), new TensorVector(), new BoolOptional(true),
              false, false).get(0));
    }
    return torch.stack(rows, 0);
  }

  private static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(tensors.toArray(new Tensor[0]));
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
    return x.add(new Scalar(c));
  }

  @Override
  public Tensor mul(Tensor x, double c) {
    return x.mul(new Scalar(c));
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
    return torch.gelu(x, "tanh");
  }

  @Override
  public Tensor transpose(Tensor x, int a, int b) {
    return x.transpose(a, b);
  }

  @Override
  public Tensor reshape(Tensor x, int... shape) {
    return x.reshape(longs(shape));
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
    return x.sum((long) axis);
  }

  @Override
  public Tensor mean(Tensor x, int axis) {
    return x.mean((long) axis);
  }

  @Override
  public Tensor amax(Tensor x, int axis) {
    return torch.amax(x, new long[] {axis}, false);
  }

  @Override
  public Tensor argmax(Tensor x, int axis) {
    return torch.argmax(x, new LongOptional(axis), false);
  }

  @Override
  public Tensor var(Tensor x, int axis) {
    return torch.var(x, new long[] {axis}, true);
  }

  @Override
  public Tensor cumsum(Tensor x, int axis) {
    return torch.cumsum(x, axis);
  }

  @Override
  public Tensor sort(Tensor x, int axis) {
    return x.sort(axis, false).get0();
  }

  @Override
  public Tensor topk(Tensor x, int k) {
    return x.topk(k).get0();
  }

  @Override
  public Tensor softmax(Tensor x, int axis) {
    return torch.softmax(x, (long) axis, new ScalarTypeOptional());
  }

  @Override
  public Tensor crossEntropy(Tensor x, Tensor target) {
    return torch.cross_entropy_loss(x, target);
  }

  @Override
  public Tensor logSoftmaxNll(Tensor x, Tensor target) {
    return torch.nll_loss(torch.log_softmax(x, 1L, new ScalarTypeOptional()), target);
  }

  @Override
  public Tensor layerNorm(Tensor x, int width, Tensor weight, Tensor bias) {
    return torch.layer_norm(x, new long[] {width}, new TensorOptional(weight), new TensorOptional(bias), 1e-5, false);
  }

  @Override
  public Tensor rmsNorm(Tensor x, int width, Tensor weight) {
    return torch.rms_norm(x, new long[] {width}, new TensorOptional(weight), new DoubleOptional());
  }

  @Override
  public Tensor batchNorm(Tensor x, Tensor runningMean, Tensor runningVar, Tensor weight, Tensor bias) {
    return torch.batch_norm(x, new TensorOptional(weight), new TensorOptional(bias), new TensorOptional(runningMean),
        new TensorOptional(runningVar), true, 0.1, 1e-5, false);
  }

  @Override
  public Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  @Override
  public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return torch.linear(x, weight, new TensorOptional(bias));
  }

  @Override
  public Tensor embedding(Tensor indices, Tensor table) {
    return torch.embedding(table, indices);
  }

  @Override
  public Tensor conv(Conv c, Tensor x, Tensor w, @Nullable Tensor bias) {
    TensorOptional b = bias == null ? new TensorOptional() : new TensorOptional(bias);
    long[] stride = all(c, c.stride());
    long[] padding = all(c, c.padding());
    long[] dilation = all(c, 1);
    if (c.axes() == 1) {
      return torch.conv1d(x, w, b, stride, padding, dilation, c.groups());
    }
    return c.transposed()
        ? torch.conv_transpose2d(x, w, b, stride, padding, all(c, 0), c.groups(), dilation)
        : torch.conv2d(x, w, b, stride, padding, dilation, c.groups());
  }

  private static long[] all(Conv c, long value) {
    long[] values = new long[c.axes()];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public Tensor maxPool2d(Tensor x, int kernel) {
    return torch.max_pool2d(x, kernel, kernel);
  }

  @Override
  public Tensor averagePool(Tensor x) {
    return torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, boolean causal) {
    return torch.scaled_dot_product_attention(q, k, v, new TensorOptional(), 0, causal, new DoubleOptional(), false);
  }

  @Override
  public UnaryOperator<Tensor> lstm(int in, int hidden, int layers, List<Tensor> weights) {
    TensorVector params = vector(weights);
    return x -> {
      long batch = x.size(1);
      Tensor zeros = torch.zeros(layers, batch, hidden);
      return torch.lstm(x, new TensorVector(zeros, zeros), params, true, layers, 0, true, false, false).get0();
    };
  }

  @Override
  public Optimizer sgd(List<Tensor> params, double lr, double momentum) {
    SGDOptions options = new SGDOptions(lr);
    options.momentum().put(momentum);
    return optimizer(new org.bytedeco.pytorch.SGD(vector(params), options));
  }

  @Override
  public Optimizer adam(List<Tensor> params, double lr) {
    return optimizer(new org.bytedeco.pytorch.Adam(vector(params), new AdamOptions(lr)));
  }

  @Override
  public Optimizer adamW(List<Tensor> params, double lr) {
    return optimizer(new org.bytedeco.pytorch.AdamW(vector(params), new AdamWOptions(lr)));
  }

  private static Optimizer optimizer(org.bytedeco.pytorch.Optimizer optimizer) {
    return new Optimizer() {
      @Override
      public void zeroGrad() {
        optimizer.zero_grad();
      }

      @Override
      public void step() {
        optimizer.step();
      }
    };
  }
}
