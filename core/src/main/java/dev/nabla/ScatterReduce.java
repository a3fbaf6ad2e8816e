package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code y[…, index[…, i, …], …]} = the reduction of all sources for that target, and of self's element if {@code includeSelf}. Inputs self,
 * source, index.
 *
 * <p>The derivative is {@code dy = c · dself + scatterAdd(index, k · dsource)} with factors c and k for each mode; the cotangents are the
 * transpose of that.
 */
record ScatterReduce(String name, int axis, Mode mode, boolean includeSelf) implements UpdateOp {
  /** How the elements for one target are combined. */
  enum Mode {
    SUM(Scatter.ADD, 0),
    MEAN(Scatter.ADD, 0),
    PROD(Scatter.MUL, 1),
    AMAX(Scatter.MAX, Double.NEGATIVE_INFINITY),
    AMIN(Scatter.MIN, Double.POSITIVE_INFINITY);

    private final Scatter kernel;
    private final double start;

    Mode(Scatter kernel, double start) {
      this.kernel = kernel;
      this.start = start;
    }

    /** The mode with PyTorch's name. */
    static Mode of(String name) {
      return switch (name) {
        case "sum" -> SUM;
        case "mean" -> MEAN;
        case "prod" -> PROD;
        case "amax" -> AMAX;
        case "amin" -> AMIN;
        default ->
          throw new NablaException("reduce argument must be either sum, prod, mean, amax or amin, got " + name);
      };
    }

    /** The value that changes nothing, for integers the end of their range. */
    long wholeStart(DType dtype) {
      if (kernel == Scatter.ADD || kernel == Scatter.MUL) {
        return (long) start;
      }
      boolean low = kernel == Scatter.MAX;
      return switch (dtype) {
        case BOOL -> low ? 0 : 1;
        case UINT8 -> low ? 0 : 255;
        case INT8 -> low ? Byte.MIN_VALUE : Byte.MAX_VALUE;
        case INT16 -> low ? Short.MIN_VALUE : Short.MAX_VALUE;
        case INT32 -> low ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        default -> low ? Long.MIN_VALUE : Long.MAX_VALUE;
      };
    }
  }

  @Override
  public void update(Strided self, Tensor[] in) {
    Strided index = Dispatch.data(in[2]);
    if (index.numel() == 0) {
      return;
    }
    if (!includeSelf) {
      Strided start = Strided.allocate(self.dtype(), dev.nabla.type.Shape.SCALAR);
      if (self.dtype().isFloating()) {
        start.storage().setDouble(0, mode.start);
      } else {
        start.storage().setLong(0, mode.wholeStart(self.dtype()));
      }
      Backends.active().scatter(Scatter.ASSIGN, self, axis, index, start.expand(index.shape()));
    }
    Backends.active().scatter(mode.kernel, self, axis, index, Dispatch.data(in[1]));
    if (mode == Mode.MEAN) {
      divideByCount(self, index);
    }
  }

  private void divideByCount(Strided self, Strided index) {
    Strided count = Dispatch.data(Nabla.full(DType.INT64, self.shape(), includeSelf ? 1 : 0));
    Strided one = Dispatch.data(Nabla.ones(DType.INT64, dev.nabla.type.Shape.SCALAR));
    Backends.active().scatter(Scatter.ADD, count, axis, index, one.expand(index.shape()));
    for (int i = 0; i < self.numel(); i++) {
      long n = Math.max(count.storage().longs()[i], 1);
      int at = self.position(i);
      if (self.dtype().isFloating()) {
        self.storage().setDouble(at, self.storage().getDouble(at) / n);
      } else {
        self.storage().setLong(at, Math.floorDiv(self.storage().getLong(at), n));
      }
    }
  }

  private boolean readsValues() {
    return mode != Mode.SUM && mode != Mode.MEAN;
  }

  @Override
  public int saves(int needs) {
    return readsValues() ? 7 | 1 << OUTPUT : 4;
  }

  @Override
  public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    Tensor d = Objects.requireNonNull(g[0]);
    Tensor index = s.in(2);
    Tensor self = readsValues() ? s.in(0) : Nabla.zeros(s.inType(0).dtype(), s.inType(0).shape());
    Tensor source = readsValues() ? s.in(1) : Nabla.zeros(s.inType(1).dtype(), s.inType(1).shape());
    Tensor out = readsValues() ? s.out() : self;
    Tensor dself = s.needs(0) ? d.mul(selfFactor(self, source, index, out)) : null;
    Tensor dsource = s.needs(1) ? sourceCotangent(d, self, source, index, out) : null;
    return new @Nullable Tensor[] {dself, dsource, null};
  }

  private Tensor sourceCotangent(Tensor d, Tensor self, Tensor source, Tensor index, Tensor out) {
    return d.gather(axis, index).mul(sourceFactor(self, source, index, out));
  }

  @Override
  public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
    Tensor dself = t[0];
    Tensor dsource = t[1];
    Tensor y = dself == null ? Nabla.zerosLike(out[0]) : dself.mul(selfFactor(in[0], in[1], in[2], out[0]));
    if (dsource != null) {
      y = y.scatterAdd(axis, in[2], dsource.mul(sourceFactor(in[0], in[1], in[2], out[0])));
    }
    return new @Nullable Tensor[] {y};
  }

  /** ∂y/∂self, where no source hits or self is included. */
  private Tensor selfFactor(Tensor self, Tensor source, Tensor index, Tensor out) {
    Tensor factor = switch (mode) {
      case SUM -> Nabla.onesLike(out);
      case MEAN -> count(out, source, index).pow(-1.0);
      case PROD -> {
        // The product of everything but self: divide self out, or, where self is 0, leave it out.
        Tensor without = self.maskedFill(self.eq(0), 1.0);
        Tensor rest = Dispatch.apply(this, new Tensor[] {without, source, index});
        yield rest.div(without);
      }
      case AMAX, AMIN -> isResult(self, out).div(winners(self, source, index, out));
    };
    return includeSelf ? factor : factor.scatter(axis, index, 0.0);
  }

  /** ∂y[target]/∂source. */
  private Tensor sourceFactor(Tensor self, Tensor source, Tensor index, Tensor out) {
    return switch (mode) {
      case SUM -> Nabla.onesLike(source);
      case MEAN -> count(out, source, index).pow(-1.0).gather(axis, index);
      case PROD -> othersProduct(self, source, index, out);
      case AMAX, AMIN ->
        isResult(source, out.gather(axis, index)).div(winners(self, source, index, out).gather(axis, index));
    };
  }

  private Tensor othersProduct(Tensor self, Tensor source, Tensor index, Tensor out) {
    Tensor isZero = source.eq(0);
    Tensor zero = mask(isZero, source);
    Tensor zeros = Nabla.zerosLike(self).scatterAdd(axis, index, zero).gather(axis, index);
    Tensor single = mask(zeros.eq(1), source).mul(zero);
    Tensor replaced = source.maskedFill(single.eq(1), 1.0);
    Tensor without = Dispatch.apply(this, new Tensor[] {self, replaced, index}).gather(axis, index);
    Tensor divided = out.gather(axis, index).div(source.maskedFill(isZero, 1.0));
    return single.mul(without).add(Nabla.onesLike(single).sub(single).mul(divided));
  }

  /** How many elements each target averages. */
  private Tensor count(Tensor out, Tensor source, Tensor index) {
    Tensor own = includeSelf ? Nabla.onesLike(out) : Nabla.zerosLike(out);
    Tensor n = own.scatterAdd(axis, index, Nabla.onesLike(source));
    return includeSelf ? n : n.add(mask(n.eq(0), n));
  }

  private Tensor winners(Tensor self, Tensor source, Tensor index, Tensor out) {
    Tensor own = isResult(self, out);
    return own.scatterAdd(axis, index, isResult(source, out.gather(axis, index)));
  }

  private static Tensor isResult(Tensor x, Tensor result) {
    return mask(x.eq(result), x);
  }

  private static Tensor mask(Tensor bool, Tensor like) {
    return bool.to(like.dtype());
  }

  @Override
  public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
    return new Tensor[] {
      Dispatch.apply(new ScatterReduce(name, axis + 1, mode, includeSelf), BatchRules.all(in, batched))};
  }
}
