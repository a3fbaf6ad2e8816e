package dev.nabla.bench;

import dev.nabla.bench.Workload.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** The table of everything that is measured, with the ratios that are aimed at. */
final class Workloads {
  private static final int ROWS = 4096;
  private static final int COLUMNS = 1024;

  private Workloads() {}

  static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    small(all);
    products(all);
    networks(all);
    convolutions(all);
    elementwise(all);
    rows(all);
    reductions(all);
    others(all);
    return all;
  }

  private static void small(List<Workload> all) {
    all.add(new Workload("scalar-chain", Unit.NONE, 0, 0.02, new Scalars.Chain()));
    all.add(new Workload("micrograd-moons", Unit.NONE, 0, 0.02, new Scalars.Moons()));
    all.add(new Workload("small-16", Unit.NONE, 0, 0.15, new Scalars.Small(4)));
    all.add(new Workload("small-256", Unit.NONE, 0, 0.15, new Scalars.Small(16)));
  }

  private static void products(List<Workload> all) {
    for (boolean f64 : new boolean[] {false, true}) {
      String type = f64 ? "gemm-f64-" : "gemm-f32-";
      for (int n : new int[] {64, 128, 256, 512, 1024, 2048}) {
        gemm(all, type + n, Kernels.Gemm.square(f64, n));
      }
      gemm(all, type + "64x4096x64", new Kernels.Gemm(f64, 1, 64, 4096, 64, false, false));
      gemm(all, type + "512-tn", new Kernels.Gemm(f64, 1, 512, 512, 512, true, false));
      gemm(all, type + "512-nt", new Kernels.Gemm(f64, 1, 512, 512, 512, false, true));
      gemm(all, type + "512-tt", new Kernels.Gemm(f64, 1, 512, 512, 512, true, true));
      gemm(all, type + "batch64x64", new Kernels.Gemm(f64, 64, 64, 64, 64, false, false));
    }
  }

  private static void gemm(List<Workload> all, String name, Kernels.Gemm gemm) {
    all.add(new Workload(name, Unit.FLOP, gemm.flops(), 1, gemm));
  }

  private static void networks(List<Workload> all) {
    for (Networks.Mlp mlp : List.of(new Networks.Mlp(32), new Networks.Mlp(128), new Networks.Mlp(1024))) {
      double target = mlp.batch() == 32 ? 0.8 : mlp.batch() == 128 ? 0.9 : 0.95;
      all.add(new Workload("mlp-" + mlp.batch(), Unit.FLOP, mlp.flops(), target, mlp));
    }
    all.add(new Workload("mnist-cnn", Unit.NONE, 0, 0.7, new Networks.MnistCnn(64)));
    all.add(new Workload("resnet18", Unit.NONE, 0, 0.85, new Networks.ResNet18(16)));
    Networks.Lstm lstm = new Networks.Lstm(64, 32, 256, 2);
    all.add(new Workload("lstm", Unit.FLOP, lstm.flops(), 1, lstm));
    Networks.TransformerBlock block = new Networks.TransformerBlock(8, 128, 256, 8);
    all.add(new Workload("transformer-block", Unit.FLOP, block.flops(), 0.85, block));
    all.add(new Workload("char-gpt", Unit.NONE, 0, 0.8, new Networks.CharGpt(12, 64, 128, 4, 4)));
    all.add(new Workload("hessian-vector", Unit.NONE, 0, 0.7, new Networks.HessianVector(128)));
    all.add(new Workload("jacobian", Unit.NONE, 0, 0.7, new Networks.Jacobian()));
  }

  private static void convolutions(List<Workload> all) {
    conv(all, "conv-3x3", 0.75, new Library.Conv(2, false, 1, 1, 1), shape(16, 64, 32, 32), shape(64, 64, 3, 3),
        shape(16, 64, 32, 32));
    conv(all, "conv-1x1", 1, new Library.Conv(2, false, 1, 0, 1), shape(8, 256, 28, 28), shape(64, 256, 1, 1),
        shape(8, 64, 28, 28));
    conv(all, "conv-5x5-stride2", 1, new Library.Conv(2, false, 2, 2, 1), shape(16, 32, 32, 32), shape(64, 32, 5, 5),
        shape(16, 64, 16, 16));
    conv(all, "conv-depthwise", 1, new Library.Conv(2, false, 1, 1, 128), shape(16, 128, 28, 28), shape(128, 1, 3, 3),
        shape(16, 128, 28, 28));
    conv(all, "conv-transposed", 1, new Library.Conv(2, true, 2, 1, 1), shape(16, 64, 16, 16), shape(64, 32, 4, 4),
        shape(16, 32, 32, 32));
    conv(all, "conv1d", 1, new Library.Conv(1, false, 1, 2, 1), shape(16, 64, 512), shape(64, 64, 5),
        shape(16, 64, 512));
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  private static void conv(List<Workload> all, String name, double target, Library.Conv conv, int[] x, int[] w,
      int[] y) {
    Kernels.Convolution setup = new Kernels.Convolution(conv, x, w, y);
    all.add(new Workload(name, Unit.FLOP, setup.flops(), target, setup));
  }

  private static void elementwise(List<Workload> all) {
    for (int rows : new int[] {ROWS, 64}) {
      String size = rows == ROWS ? "4m" : "64k";
      double tensor = 4.0 * rows * COLUMNS;
      int[] same = {rows, COLUMNS};
      // Forward: two in, one out. Backward of a sum: the cotangent to each leaf; of a product: two in, one out, twice.
      all.add(
          new Workload("add-" + size, Unit.BYTE, 7 * tensor, 0.9, new Kernels.Binary(rows, COLUMNS, same, new Add())));
      all.add(
          new Workload("mul-" + size, Unit.BYTE, 9 * tensor, 0.9, new Kernels.Binary(rows, COLUMNS, same, new Mul())));
      all.add(new Workload("bias-add-" + size, Unit.BYTE, 5 * tensor, 0.9,
          new Kernels.Binary(rows, COLUMNS, new int[] {COLUMNS}, new Add())));
      all.add(new Workload("transpose-" + size, Unit.BYTE, 4 * tensor, 0.9,
          new Kernels.Unary(rows, COLUMNS, new Transposed())));
    }
    all.add(new Workload("gelu-ten-ops", Unit.NONE, 0, 0.6, new Kernels.Unary(ROWS, COLUMNS, new TenOps())));
    all.add(
        new Workload("gelu", Unit.BYTE, 5 * 4.0 * ROWS * COLUMNS, 0.3, new Kernels.Unary(ROWS, COLUMNS, new Gelu())));
  }

  private static void rows(List<Workload> all) {
    double tensor = 4.0 * ROWS * COLUMNS;
    all.add(new Workload("softmax", Unit.BYTE, 5 * tensor, 0.6, new Kernels.Unary(ROWS, COLUMNS, new Softmax())));
    all.add(new Workload("log-softmax-nll", Unit.BYTE, 3 * tensor, 0.6,
        new Kernels.Unary(ROWS, COLUMNS, new LogSoftmaxNll())));
    all.add(new Workload("layer-norm", Unit.BYTE, 5 * tensor, 0.6,
        new Kernels.Unary(ROWS, COLUMNS, new Normed(Norm.LAYER))));
    all.add(new Workload("batch-norm", Unit.BYTE, 5 * tensor, 0.6,
        new Kernels.Unary(ROWS, COLUMNS, new Normed(Norm.BATCH))));
    all.add(
        new Workload("rms-norm", Unit.BYTE, 5 * tensor, 0.6, new Kernels.Unary(ROWS, COLUMNS, new Normed(Norm.RMS))));
  }

  private static void reductions(List<Workload> all) {
    double tensor = 4.0 * ROWS * COLUMNS;
    for (int axis = 0; axis < 2; axis++) {
      for (Reduction r : Reduction.values()) {
        Reduce op = new Reduce(r, axis);
        String name = r.name().toLowerCase(Locale.ROOT) + "-axis" + axis;
        boolean forward = r == Reduction.ARGMAX;
        double bytes = switch (r) {
          case SUM, MEAN -> 2 * tensor;
          case ARGMAX -> tensor;
          case AMAX, VAR -> 3 * tensor;
          case CUMSUM -> 4 * tensor;
        };
        all.add(new Workload(name, Unit.BYTE, bytes, 0.9,
            forward ? new Kernels.Forward(ROWS, COLUMNS, op) : new Kernels.Unary(ROWS, COLUMNS, op)));
      }
    }
    all.add(new Workload("sort", Unit.NONE, 0, 0.9, new Kernels.Forward(ROWS, COLUMNS, new Sort())));
    all.add(new Workload("topk", Unit.BYTE, tensor, 0.9, new Kernels.Forward(ROWS, COLUMNS, new Topk())));
  }

  private static void others(List<Workload> all) {
    all.add(new Workload("embedding", Unit.BYTE, 4.0 * (50_000 + 4 * 8192) * 256, 0.7,
        new Kernels.Embedding(50_000, 256, 8192)));
    all.add(new Workload("adamw-10m", Unit.BYTE, 7 * 4.0 * 9_959_000, 1, new Kernels.Update(true)));
    all.add(new Workload("sgd-momentum-10m", Unit.BYTE, 5 * 4.0 * 9_959_000, 1, new Kernels.Update(false)));
  }

  private record Add() implements Kernels.OfTwo {
    public <T> BinaryOperator<T> in(Library<T> lib) {
      return lib::add;
    }
  }

  private record Mul() implements Kernels.OfTwo {
    public <T> BinaryOperator<T> in(Library<T> lib) {
      return lib::mul;
    }
  }

  private record Transposed() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return x -> lib.contiguous(lib.transpose(x, 0, 1));
    }
  }

  /** {@code x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x³)))}, an op at a time. */
  private record TenOps() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return x -> {
        T cube = lib.mul(lib.mul(x, x), x);
        T inner = lib.mul(lib.add(x, lib.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
        return lib.mul(lib.mul(x, 0.5), lib.add(lib.tanh(inner), 1));
      };
    }
  }

  private record Gelu() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return lib::gelu;
    }
  }

  private record Softmax() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return x -> lib.softmax(x, 1);
    }
  }

  private record LogSoftmaxNll() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      T target = lib.longs(Numbers.indices(9, COLUMNS, ROWS), ROWS);
      return x -> lib.logSoftmaxNll(x, target);
    }
  }

  private enum Norm {
    LAYER, BATCH, RMS
  }

  private record Normed(Norm norm) implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      T scale = p.uniform(1, COLUMNS);
      T shift = p.uniform(1, COLUMNS);
      T mean = lib.floats(new float[COLUMNS], COLUMNS);
      T var = lib.floats(new float[COLUMNS], COLUMNS);
      return switch (norm) {
        case LAYER -> x -> lib.layerNorm(x, COLUMNS, scale, shift);
        case BATCH -> x -> lib.batchNorm(x, mean, var, scale, shift);
        case RMS -> x -> lib.rmsNorm(x, COLUMNS, scale);
      };
    }
  }

  private enum Reduction {
    SUM, MEAN, AMAX, ARGMAX, VAR, CUMSUM
  }

  private record Reduce(Reduction r, int axis) implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return switch (r) {
        case SUM -> x -> lib.sum(x, axis);
        case MEAN -> x -> lib.mean(x, axis);
        case AMAX -> x -> lib.amax(x, axis);
        case ARGMAX -> x -> lib.argmax(x, axis);
        case VAR -> x -> lib.var(x, axis);
        case CUMSUM -> x -> lib.cumsum(x, axis);
      };
    }
  }

  private record Sort() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return x -> lib.sort(x, 1);
    }
  }

  private record Topk() implements Kernels.OfOne {
    public <T> UnaryOperator<T> in(Library<T> lib) {
      return x -> lib.topk(x, 32);
    }
  }
}
