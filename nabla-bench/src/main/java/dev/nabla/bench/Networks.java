package dev.nabla.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Workloads of whole networks: forward, backward and, for those that are trained, the optimizer's step. */
final class Networks {
  private Networks() {}

  /** The classifier 784-512-512-10 and plain gradient descent. */
  record Mlp(int batch) implements Workload.Setup {
    double flops() {
      return 2.0 * batch * (2 * 784 * 512 + 3 * 512 * 512 + 3 * 512 * 10); // the first layer has no gradient of its input
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      T x = lib.floats(Numbers.floats(1, 1, batch * 784), batch, 784);
      T target = lib.longs(Numbers.indices(2, 10, batch), batch);
      UnaryOperator<T> net = layers(lib, p);
      return p.training(() -> lib.crossEntropy(net.apply(x), target), lib.sgd(p.all(), 0.01, 0));
    }

    static <T> UnaryOperator<T> layers(Library<T> lib, Parameters<T> p) {
      T w1 = p.uniform(784, 512, 784);
      T b1 = p.uniform(784, 512);
      T w2 = p.uniform(512, 512, 512);
      T b2 = p.uniform(512, 512);
      T w3 = p.uniform(512, 10, 512);
      T b3 = p.uniform(512, 10);
      return x -> {
        T h = lib.relu(lib.linear(x, w1, b1));
        return lib.linear(lib.relu(lib.linear(h, w2, b2)), w3, b3);
      };
    }
  }

  /** The digits network: two convolutions 3x3, max-pooling, two linear layers, Adam. */
  record MnistCnn(int batch) implements Workload.Setup {
    /** Rounding decides whom a maximum or a ReLU passes the gradient to; PyTorch's own in float32 differ by up to 6e-3 from float64. */
    @Override
    public double tolerance() {
      return 2e-2;
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      T x = lib.floats(Numbers.floats(1, 1, batch * 784), batch, 1, 28, 28);
      T target = lib.longs(Numbers.indices(2, 10, batch), batch);
      Library.Conv valid = new Library.Conv(2, false, 1, 0, 1);
      T w1 = p.uniform(9, 32, 1, 3, 3);
      T b1 = p.uniform(9, 32);
      T w2 = p.uniform(288, 64, 32, 3, 3);
      T b2 = p.uniform(288, 64);
      T w3 = p.uniform(9216, 128, 9216);
      T b3 = p.uniform(9216, 128);
      T w4 = p.uniform(128, 10, 128);
      T b4 = p.uniform(128, 10);
      return p.training(() -> {
        T h = lib.relu(lib.conv(valid, x, w1, b1));
        h = lib.maxPool2d(lib.relu(lib.conv(valid, h, w2, b2)), 2);
        h = lib.relu(lib.linear(lib.reshape(h, batch, 9216), w3, b3));
        return lib.crossEntropy(lib.linear(h, w4, b4), target);
      }, lib.adam(p.all(), 1e-3));
    }
  }

  /** ResNet-18 for images of 32x32: a 3x3 stem without pooling, four stages of two blocks, SGD with momentum. */
  record ResNet18(int batch) implements Workload.Setup {
    /** As for the digits network. */
    @Override
    public double tolerance() {
      return 2e-2;
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      T x = lib.floats(Numbers.floats(1, 1, batch * 3 * 1024), batch, 3, 32, 32);
      T target = lib.longs(Numbers.indices(2, 10, batch), batch);
      List<UnaryOperator<T>> layers = new ArrayList<>();
      layers.add(normalised(lib, p, 3, 64, 3, 1));
      layers.add(lib::relu);
      int[] widths = {64, 64, 128, 256, 512};
      for (int stage = 1; stage <= 4; stage++) {
        layers.add(block(lib, p, widths[stage - 1], widths[stage], stage == 1 ? 1 : 2));
        layers.add(block(lib, p, widths[stage], widths[stage], 1));
      }
      T w = p.uniform(512, 10, 512);
      T b = p.uniform(512, 10);
      return p.training(() -> {
        T h = x;
        for (UnaryOperator<T> layer : layers) {
          h = layer.apply(h);
        }
        return lib.crossEntropy(lib.linear(lib.averagePool(h), w, b), target);
      }, lib.sgd(p.all(), 0.01, 0.9));
    }

    private static <T> UnaryOperator<T> block(Library<T> lib, Parameters<T> p, int in, int out, int stride) {
      UnaryOperator<T> first = normalised(lib, p, in, out, 3, stride);
      UnaryOperator<T> second = normalised(lib, p, out, out, 3, 1);
      UnaryOperator<T> shortcut = in == out && stride == 1 ? x -> x : normalised(lib, p, in, out, 1, stride);
      return x -> lib.relu(lib.add(second.apply(lib.relu(first.apply(x))), shortcut.apply(x)));
    }

    private static <T> UnaryOperator<T> normalised(Library<T> lib, Parameters<T> p, int in, int out, int kernel,
        int stride) {
      T w = p.uniform(in * kernel * kernel, out, in, kernel, kernel);
      T scale = p.constant(1, out);
      T shift = p.constant(0, out);
      T mean = lib.floats(new float[out], out);
      T var = lib.floats(Numbers.floats(1, 1, out), out);
      Library.Conv conv = new Library.Conv(2, false, stride, kernel / 2, 1);
      return x -> lib.batchNorm(lib.conv(conv, x, w, null), mean, var, scale, shift);
    }
  }

  /** An LSTM over a batch of sequences, forward and backward. */
  record Lstm(int steps, int batch, int width, int layers) implements Workload.Setup {
    double flops() {
      return layers * 3 * 2.0 * steps * batch * 8 * width * width;
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      for (int layer = 0; layer < layers; layer++) {
        p.uniform(width, 4 * width, width);
        p.uniform(width, 4 * width, width);
        p.uniform(width, 4 * width);
        p.uniform(width, 4 * width);
      }
      T x = lib.leaf(lib.floats(Numbers.floats(1, 1, steps * batch * width), steps, batch, width));
      T g = lib.floats(Numbers.floats(2, 1, steps * batch * width), steps, batch, width);
      UnaryOperator<T> lstm = lib.lstm(width, width, layers, p.all());
      List<T> leaves = new ArrayList<>(p.all());
      leaves.add(x);
      return () -> {
        T y = lstm.apply(x);
        lib.backward(y, g);
        return Scalars.gradients(lib, y, leaves);
      };
    }
  }

  /** One transformer block with its norms in front: attention, then a GELU network four times as wide; forward and backward. */
  record TransformerBlock(int batch, int steps, int width, int heads) implements Workload.Setup {
    double flops() {
      return 3 * 2.0 * batch * steps * (12.0 * width * width + 2.0 * steps * width);
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      UnaryOperator<T> block = block(lib, p, batch, steps, width, heads, false);
      T x = lib.leaf(lib.floats(Numbers.floats(1, 1, batch * steps * width), batch, steps, width));
      T g = lib.floats(Numbers.floats(2, 1, batch * steps * width), batch, steps, width);
      List<T> leaves = new ArrayList<>(p.all());
      leaves.add(x);
      return () -> {
        T y = block.apply(x);
        lib.backward(y, g);
        return Scalars.gradients(lib, y, leaves);
      };
    }

    static <T> UnaryOperator<T> block(Library<T> lib, Parameters<T> p, int n, int steps, int width, int heads,
        boolean causal) {
      UnaryOperator<T> norm1 = norm(lib, p, width);
      UnaryOperator<T> inward = linear(lib, p, width, 3 * width);
      UnaryOperator<T> outward = linear(lib, p, width, width);
      UnaryOperator<T> norm2 = norm(lib, p, width);
      UnaryOperator<T> up = linear(lib, p, width, 4 * width);
      UnaryOperator<T> down = linear(lib, p, 4 * width, width);
      return x -> {
        T qkv = inward.apply(norm1.apply(x));
        List<T> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          T part = lib.reshape(lib.narrow(qkv, 2, i * width, width), n, steps, heads, width / heads);
          parts.add(lib.transpose(part, 1, 2));
        }
        T attended = lib.transpose(lib.attention(parts.get(0), parts.get(1), parts.get(2), causal), 1, 2);
        T h = lib.add(x, outward.apply(lib.reshape(attended, n, steps, width)));
        return lib.add(h, down.apply(lib.gelu(up.apply(norm2.apply(h)))));
      };
    }

    static <T> UnaryOperator<T> norm(Library<T> lib, Parameters<T> p, int width) {
      T scale = p.constant(1, width);
      T shift = p.constant(0, width);
      return x -> lib.layerNorm(x, width, scale, shift);
    }

    private static <T> UnaryOperator<T> linear(Library<T> lib, Parameters<T> p, int in, int out) {
      T w = p.uniform(in, out, in);
      T b = p.uniform(in, out);
      return x -> lib.linear(x, w, b);
    }
  }

  /** The small character GPT: four causal blocks, a vocabulary of 65, AdamW. */
  record CharGpt(int batch, int steps, int width, int heads, int layers) implements Workload.Setup {
    private static final int VOCABULARY = 65;

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      T tokens = lib.longs(Numbers.indices(1, VOCABULARY, batch * steps), batch, steps);
      T target = lib.longs(Numbers.indices(2, VOCABULARY, batch * steps), batch * steps);
      T tokenTable = p.uniform(width, VOCABULARY, width);
      T positionTable = p.uniform(width, steps, width);
      List<UnaryOperator<T>> blocks = new ArrayList<>();
      for (int layer = 0; layer < layers; layer++) {
        blocks.add(TransformerBlock.block(lib, p, batch, steps, width, heads, true));
      }
      UnaryOperator<T> norm = TransformerBlock.norm(lib, p, width);
      T head = p.uniform(width, VOCABULARY, width);
      T bias = p.uniform(width, VOCABULARY);
      return p.training(() -> {
        T h = lib.add(lib.embedding(tokens, tokenTable), positionTable);
        for (UnaryOperator<T> block : blocks) {
          h = block.apply(h);
        }
        T logits = lib.linear(norm.apply(h), head, bias);
        return lib.crossEntropy(lib.reshape(logits, batch * steps, VOCABULARY), target);
      }, lib.adamW(p.all(), 1e-3));
    }
  }

  /** The product of the classifier's Hessian and a vector, by the gradient of a gradient times the vector. */
  record HessianVector(int batch) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      T x = lib.floats(Numbers.floats(1, 1, batch * 784), batch, 784);
      T target = lib.longs(Numbers.indices(2, 10, batch), batch);
      UnaryOperator<T> net = Mlp.layers(lib, p);
      List<T> v = new ArrayList<>();
      for (T w : p.all()) {
        int[] shape = lib.shape(w);
        v.add(lib.floats(Numbers.floats(50 + v.size(), 1, Numbers.count(shape)), shape));
      }
      return () -> {
        List<T> g = lib.grad(lib.crossEntropy(net.apply(x), target), p.all(), true);
        T along = lib.sum(lib.mul(g.getFirst(), v.getFirst()));
        for (int i = 1; i < v.size(); i++) {
          along = lib.add(along, lib.sum(lib.mul(g.get(i), v.get(i))));
        }
        return lib.grad(along, p.all(), false);
      };
    }
  }

  /** All 64 x 64 derivatives of a network with two hidden layers of 64. */
  record Jacobian() implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      List<T> weights = new ArrayList<>();
      for (int layer = 0; layer < 3; layer++) {
        weights.add(p.uniform(64, 64, 64));
        weights.add(p.uniform(64, 64));
      }
      T x = lib.floats(Numbers.floats(1, 1, 64), 64);
      return () -> List.of(lib.jacobian(in -> {
        T h = lib.tanh(lib.linear(in, weights.get(0), weights.get(1)));
        h = lib.tanh(lib.linear(h, weights.get(2), weights.get(3)));
        return lib.linear(h, weights.get(4), weights.get(5));
      }, x));
    }
  }
}
