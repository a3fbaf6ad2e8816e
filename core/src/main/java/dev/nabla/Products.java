package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products with something added, and products of more than two matrices or of other forms. */
final class Products {
  private Products() {}

  /** Which product: the shapes of a and b, and of the result. */
  enum Kind {
    /** [m, k]·[k, n] → [m, n]. */
    ADDMM,
    /** [m, k]·[k] → [m]. */
    ADDMV,
    /** [m]·[n] → [m, n]. */
    ADDR,
    /** [B, m, k]·[B, k, n] → [B, m, n]. */
    BADDBMM,
    /** [B, m, k]·[B, k, n] → [m, n]. */
    ADDBMM
  }

  /**
   * {@code beta * c + alpha * (a · b)}; {@code c} broadcasts, and is not looked at if {@code beta} is 0. Inputs: c, a, b.
   *
   * @param byColumns whether b, a matrix, lies in memory column by column, as the transposed weight of a linear layer does; so will its
   *     gradient, and the weight's comes out row by row
   */
  record AddProduct(Kind kind, double beta, double alpha, boolean byColumns) implements CompositeOp {
    @Override
    public String name() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Tensor compute(Tensor[] in) {
      Tensor product = scaled(product(in[1], in[2]), alpha);
      return beta == 0 ? product : scaled(in[0], beta).add(product);
    }

    private Tensor product(Tensor a, Tensor b) {
      return switch (kind) {
        case ADDMM -> a.mm(b);
        case ADDMV -> a.mv(b);
        case ADDR -> a.unsqueeze(1).mul(b);
        case BADDBMM -> a.bmm(b);
        case ADDBMM ->
          a.transpose(0, 1).reshape(a.size(1), a.size(0) * a.size(2)).mm(b.reshape(b.size(0) * b.size(1), b.size(2)));
      };
    }

    /** Integral tensors take whole factors: PyTorch drops the fraction. */
    private static Tensor scaled(Tensor t, double by) {
      return by == 1 ? t : t.dtype().isFloating() ? t.mul(by) : t.mul((long) by);
    }

    /** One matrix product that is added onto a copy of c. */
    @Override
    public Tensor run(Tensor[] in) {
      if (alpha != 1 || beta != 1 || kind != Kind.ADDMM && kind != Kind.BADDBMM) {
        return compute(in);
      }
      Strided a = Dispatch.data(in[1]);
      Strided b = Dispatch.data(in[2]);
      Strided out = Strided.obtain(a.dtype(), a.shape().with(a.rank() - 1, b.dim(b.rank() - 1)));
      Backends.active().convert(Dispatch.data(in[0]).expand(out.shape()), out);
      Backends.active().matmul(a, b, out, true);
      return new ConcreteTensor(out);
    }

    @Override
    public int saves(int needs) {
      return ((needs & 2) != 0 ? 4 : 0) | ((needs & 4) != 0 ? 2 : 0);
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      TensorType type = s.inType(i);
      return switch (i) {
        case 0 -> Reductions.sumTo(scaled(g, beta), type.shape());
        case 1 -> scaled(left(g, s.in(2), type.shape()), alpha);
        default -> scaled(right(g, s.in(1), type.shape()), alpha);
      };
    }

    private Tensor left(Tensor g, Tensor b, Shape a) {
      return switch (kind) {
        case ADDMM -> g.mm(b.t());
        case ADDMV -> g.unsqueeze(1).mul(b);
        case ADDR -> g.mv(b);
        case BADDBMM -> g.bmm(b.mT());
        case ADDBMM -> g.expand(g.shape().insert(0, a.dim(0))).bmm(b.mT());
      };
    }

    private Tensor right(Tensor g, Tensor a, Shape b) {
      return switch (kind) {
        case ADDMM -> byColumns ? g.t().mm(a).t() : a.t().mm(g);
        case ADDMV -> a.t().mv(g);
        case ADDR -> g.t().mv(a);
        case BADDBMM -> a.mT().bmm(g);
        case ADDBMM -> a.mT().bmm(g.expand(g.shape().insert(0, b.dim(0))));
      };
    }
  }

  static Tensor add(Kind kind, Tensor c, Tensor a, Tensor b, double beta, double alpha) {
    int left = kind == Kind.ADDR ? 1 : kind == Kind.ADDMM || kind == Kind.ADDMV ? 2 : 3;
    int right = kind == Kind.ADDMV ? 1 : left;
    AddProduct op = new AddProduct(kind, beta, alpha, kind == Kind.ADDMM && liesByColumns(b));
    if (a.dim() != left || b.dim() != right) {
      throw new ShapeException(op.name() + ": expected tensors with " + left + " and " + right + " axes; got "
          + a.type() + " and " + b.type());
    }
    if (c.dtype() != a.dtype() || a.dtype() != b.dtype()) {
      throw new DTypeException(op.name() + ": self, mat1 and mat2 must have the same dtype, but got " + c.dtype() + ", "
          + a.dtype() + " and "
          + b.dtype());
    }
    Shape result = result(kind, op.name(), a, b);
    if (!c.shape().expandsTo(result)) {
      throw new ShapeException(
          op.name() + ": the summand of shape " + c.shape() + " does not broadcast to the product's shape " + result);
    }
    return Dispatch.apply(op, new Tensor[] {c, a, b});
  }

  private static boolean liesByColumns(Tensor b) {
    return b instanceof ConcreteTensor c && c.window().rank() == 2 && c.window().stride(0) == 1
        && c.window().stride(1) != 1;
  }

  private static Shape result(Kind kind, String name, Tensor a, Tensor b) {
    if (kind != Kind.ADDR && a.size(-1) != b.size(kind == Kind.ADDMV ? 0 : -2)) {
      throw new ShapeException(switch (kind) {
        case ADDMM -> MatrixProducts.mismatch(a, b);
        case ADDMV -> "size mismatch, got input (" + a.size(0) + "), mat (" + a.size(0) + "x" + a.size(1) + "), vec ("
            + b.size(0) + ")";
        default -> name + ": Expected size for first two dimensions of batch2 tensor to be: [" + a.size(0) + ", "
            + a.size(2) + "] but got: ["
            + b.size(0) + ", " + b.size(1) + "].";
      });
    }
    if (a.dim() == 3 && a.size(0) != b.size(0)) {
      throw new ShapeException(
          name + ": batch1 and batch2 must have same number of batches, got " + a.size(0) + " and " + b.size(0));
    }
    return switch (kind) {
      case ADDMM -> Shape.of(a.size(0), b.size(1));
      case ADDMV -> Shape.of(a.size(0));
      case ADDR -> Shape.of(a.size(0), b.size(0));
      case BADDBMM -> Shape.of(a.size(0), a.size(1), b.size(2));
      case ADDBMM -> Shape.of(a.size(1), b.size(2));
    };
  }

  // --- layers ---

  /** {@code x·wᵀ + bias}. x […, k], w [n, k] or [k], bias [n]. */
  static Tensor linear(Tensor x, Tensor w, @Nullable Tensor bias) {
    if (bias == null) {
      return x.matmul(w.t());
    }
    if (w.dim() != 2 || x.dim() < 2) {
      return x.matmul(w.t()).add(bias);
    }
    if (x.dim() == 2) {
      return add(Kind.ADDMM, bias, x, w.t(), 1, 1);
    }
    Shape out = x.shape().with(x.dim() - 1, w.size(0));
    int rows = 1;
    for (int i = 0; i < x.dim() - 1; i++) {
      rows *= x.size(i);
    }
    return add(Kind.ADDMM, bias, x.reshape(rows, x.size(-1)), w.t(), 1, 1).reshape(out);
  }

  /** {@code Σ x1_i · w_oij · x2_j + bias_o}. x1 […, i], x2 […, j], w [o, i, j]. */
  static Tensor bilinear(Tensor x1, Tensor x2, Tensor w, @Nullable Tensor bias) {
    if (x1.dim() != x2.dim()) {
      throw new ShapeException("bilinear(): input dimensions do not match: got " + x1.dim() + " and " + x2.dim());
    }
    for (int i = 0; i < x1.dim() - 1; i++) {
      if (x1.size(i) != x2.size(i)) {
        throw new ShapeException("bilinear(): input batch dimensions do not match at dim " + i + ": got " + x1.size(i)
            + " and " + x2.size(i));
      }
    }
    if (w.dim() != 3 || x1.size(-1) != w.size(1) || x2.size(-1) != w.size(2)) {
      throw new ShapeException(
          "bilinear(): the weight must be [out, in1, in2] for inputs of sizes " + x1.size(-1) + " and " + x2.size(-1)
              + "; got " + w.shape());
    }
    int out = w.size(0);
    int rows = 1;
    for (int i = 0; i < x1.dim() - 1; i++) {
      rows *= x1.size(i);
    }
    Tensor left = x1.reshape(rows, w.size(1)).mm(w.transpose(0, 1).reshape(w.size(1), out * w.size(2)));
    Tensor y = left.reshape(rows, out, w.size(2)).bmm(x2.reshape(rows, w.size(2), 1))
        .reshape(x1.shape().with(x1.dim() - 1, out));
    return bias == null ? y : y.add(bias);
  }

  // --- other forms ---

  /** The products of all pairs of elements of two vectors. */
  static Tensor outer(Tensor a, Tensor b) {
    if (a.dim() != 1 || b.dim() != 1) {
      throw new ShapeException("outer: Expected 1-D arguments, but got " + a.dim() + "-D and " + b.dim() + "-D");
    }
    return a.unsqueeze(1).mul(b);
  }

  /** Sums of products along the last axis of both. */
  static Tensor inner(Tensor a, Tensor b) {
    if (a.dim() == 0 || b.dim() == 0) {
      return a.mul(b);
    }
    if (a.size(-1) != b.size(-1)) {
      throw new ShapeException("inner() the last dimension must match on both input tensors but got shapes " + a.shape()
          + " and " + b.shape());
    }
    return tensordot(a, b, new int[] {-1}, new int[] {-1});
  }

  static Tensor tensordot(Tensor a, Tensor b, int dims) {
    if (dims < 0) {
      throw new ShapeException("tensordot expects dims >= 0, but got dims=" + dims);
    }
    int[] left = new int[dims];
    int[] right = new int[dims];
    Arrays.setAll(left, i -> i - dims);
    Arrays.setAll(right, i -> i);
    return tensordot(a, b, left, right);
  }

  /** Sums of products over {@code left[i]} of a together with {@code right[i]} of b; the other axes of a, then those of b. */
  static Tensor tensordot(Tensor a, Tensor b, int[] left, int[] right) {
    if (left.length != right.length) {
      throw new ShapeException("both dimension lists should have same length, got " + Arrays.toString(left) + " and "
          + Arrays.toString(right));
    }
    Tensor x = a;
    Tensor y = b;
    int inner = 1;
    for (int i = 0; i < left.length; i++) {
      int m = a.size(left[i]);
      int n = b.size(right[i]);
      if (m != n && m != 1 && n != 1) {
        throw new ShapeException("contracted dimensions need to match, but first has size " + m + " in dim " + left[i]
            + " and second has size " + n
            + " in dim " + right[i]);
      }
      // An axis of size 1 broadcasts: the other side is summed.
      x = m != n && n == 1 ? x.sum(new int[] {left[i]}, true) : x;
      y = m != n && m == 1 ? y.sum(new int[] {right[i]}, true) : y;
      inner *= m != n ? 1 : m;
    }
    int[] dims = new int[a.dim() + b.dim() - 2 * left.length];
    int n = free(a, left, dims, 0);
    int rows = size(dims, 0, n);
    n = free(b, right, dims, n);
    int columns = size(dims, n - (b.dim() - right.length), n);
    Tensor p = x.permute(order(a, left, false)).reshape(rows, inner);
    Tensor q = y.permute(order(b, right, true)).reshape(inner, columns);
    return p.mm(q).reshape(Shape.of(dims));
  }

  private static int size(int[] dims, int from, int to) {
    int n = 1;
    for (int i = from; i < to; i++) {
      n *= dims[i];
    }
    return n;
  }

  /** Writes the sizes of the axes that are not in {@code axes}; returns where it ended. */
  private static int free(Tensor t, int[] axes, int[] into, int at) {
    int n = at;
    for (int k : order(t, axes, true)) {
      if (n - at < t.dim() - axes.length && !contains(t, axes, k)) {
        into[n++] = t.size(k);
      }
    }
    return n;
  }

  private static boolean contains(Tensor t, int[] axes, int axis) {
    for (int a : axes) {
      if (t.shape().axis(a) == axis) {
        return true;
      }
    }
    return false;
  }

  /** All axes of {@code t}, with {@code axes} in front or at the end. */
  private static int[] order(Tensor t, int[] axes, boolean front) {
    int[] out = new int[t.dim()];
    int n = front ? axes.length : 0;
    for (int k = 0; k < t.dim(); k++) {
      if (!contains(t, axes, k)) {
        out[n++] = k;
      }
    }
    for (int i = 0; i < axes.length; i++) {
      out[front ? i : n + i] = t.shape().axis(axes[i]);
    }
    return out;
  }

  /** The Kronecker product: every element of a times the whole of b. */
  static Tensor kron(Tensor a, Tensor b) {
    int rank = Math.max(a.dim(), b.dim());
    int[] left = new int[2 * rank];
    int[] right = new int[2 * rank];
    int[] dims = new int[rank];
    Arrays.fill(left, 1);
    Arrays.fill(right, 1);
    for (int i = 0; i < rank; i++) {
      int k = i - (rank - a.dim());
      int l = i - (rank - b.dim());
      left[2 * i] = k < 0 ? 1 : a.size(k);
      right[2 * i + 1] = l < 0 ? 1 : b.size(l);
      dims[i] = left[2 * i] * right[2 * i + 1];
    }
    return a.reshape(Shape.of(left)).mul(b.reshape(Shape.of(right))).reshape(Shape.of(dims));
  }

  /** The vector product along {@code axis} (counted from the end), of size 3; other axes broadcast. */
  record Cross(int axis) implements BilinearOp {
    @Override
    public String name() {
      return "linalg_cross";
    }

    @Override
    public Tensor run(Tensor[] in) {
      Tensor a = in[0].detach();
      Tensor b = in[1].detach();
      Tensor[] parts = new Tensor[3];
      for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        int k = (i + 2) % 3;
        parts[i] = a.select(axis, j).mul(b.select(axis, k)).sub(a.select(axis, k).mul(b.select(axis, j)));
      }
      return Nabla.stack(List.of(parts), axis);
    }

    @Override
    public Tensor adjointLeft(Tensor g, Tensor b, TensorType a) {
      return Reductions.sumTo(Dispatch.apply(this, b, g), a.shape());
    }

    @Override
    public Tensor adjointRight(Tensor g, Tensor a, TensorType b) {
      return Reductions.sumTo(Dispatch.apply(this, g, a), b.shape());
    }

    @Override
    public Tensor batch(Tensor[] in, boolean[] batched) {
      int rank = Math.max(in[0].dim() - (batched[0] ? 1 : 0), in[1].dim() - (batched[1] ? 1 : 0));
      Tensor a = batched[0] ? BatchRules.alignRank(in[0], rank) : in[0];
      Tensor b = batched[1] ? BatchRules.alignRank(in[1], rank) : in[1];
      return Dispatch.apply(this, a, b);
    }
  }

  /** The vector product along {@code axis}. */
  static Tensor cross(Tensor a, Tensor b, int axis) {
    if (a.dim() != b.dim()) {
      throw new ShapeException(
          "linalg.cross: inputs must have the same number of dimensions; got " + a.shape() + " and " + b.shape());
    }
    if (a.size(axis) != 3 || b.size(axis) != 3) {
      throw new ShapeException("linalg.cross: inputs dimension " + axis + " must have length 3. Got " + a.size(axis)
          + " and " + b.size(axis));
    }
    Shape.broadcast(a.shape(), b.shape());
    if (a.dtype() != b.dtype()) {
      throw new DTypeException("linalg.cross: expected inputs of one type; got " + a.type() + " and " + b.type());
    }
    return Dispatch.apply(new Cross(a.shape().axis(axis) - a.dim()), a, b);
  }

  /** The vector product along the first axis of size 3. */
  static Tensor cross(Tensor a, Tensor b) {
    for (int i = 0; i < a.dim(); i++) {
      if (a.size(i) == 3) {
        return cross(a, b, i);
      }
    }
    throw new ShapeException("no dimension of size 3 in input; got " + a.shape() + " and " + b.shape());
  }

  /** {@code v} everywhere, in the graph of {@code x}, with a gradient of zeros. */
  static Tensor filled(Tensor x, double v) {
    return Dispatch.apply(Pointwise.FILL_NUMBER.with(v), x);
  }

  /** {@code a·a·…·a}, {@code n} times; of the inverse for negative {@code n}. */
  static Tensor matrixPower(Tensor a, int n) {
    if (a.dim() < 2 || a.size(-1) != a.size(-2)) {
      throw new ShapeException("linalg.matrix_power: A must be batches of square matrices, but they are "
          + (a.dim() < 2 ? a.shape() : a.size(-2) + " by " + a.size(-1) + " matrices"));
    }
    if (n < 0) {
      return matrixPower(Systems.inv(a, true).inverse(), -n);
    }
    if (n == 0) {
      return filled(a, 0).add(Nabla.eye(a.size(-1), a.dtype()));
    }
    Tensor square = a;
    Tensor result = null;
    for (int k = n; k > 0; k >>= 1) {
      if ((k & 1) != 0) {
        result = result == null ? square : result.matmul(square);
      }
      square = k > 1 ? square.matmul(square) : square;
    }
    return n == 1 ? a.cloneTensor() : java.util.Objects.requireNonNull(result);
  }

  /** The product of matrices in the order with the fewest multiplications; the first and the last may be vectors. */
  static Tensor multiDot(List<Tensor> tensors) {
    int n = tensors.size();
    if (n < 2) {
      throw new ShapeException("multi_dot(): expected at least 2 tensors but got " + n);
    }
    Tensor[] m = tensors.toArray(new Tensor[0]);
    boolean row = m[0].dim() == 1;
    boolean column = m[n - 1].dim() == 1;
    m[0] = row ? m[0].unsqueeze(0) : m[0];
    m[n - 1] = column ? m[n - 1].unsqueeze(1) : m[n - 1];
    for (int i = 0; i < n; i++) {
      if (m[i].dim() != 2) {
        throw new ShapeException("multi_dot(): tensor " + i + " must be 2D but got " + m[i].dim() + "D");
      }
      if (i > 0 && m[i - 1].size(1) != m[i].size(0)) {
        throw new ShapeException("multi_dot(): tensors " + (i - 1) + " and " + i + " with shapes " + m[i - 1].shape()
            + " and " + m[i].shape()
            + " cannot be multiplied");
      }
    }
    Tensor y = chain(m, bestSplits(m), 0, n - 1);
    y = row ? y.squeeze(0) : y;
    return column ? y.squeeze(-1) : y;
  }

  private static Tensor chain(Tensor[] m, int[][] split, int i, int j) {
    return i == j ? m[i] : chain(m, split, i, split[i][j]).mm(chain(m, split, split[i][j] + 1, j));
  }

  /** Where to split the product of matrices i to j (Cormen et al., matrix-chain multiplication). */
  private static int[][] bestSplits(Tensor[] m) {
    int n = m.length;
    long[][] cost = new long[n][n];
    int[][] split = new int[n][n];
    for (int length = 1; length < n; length++) {
      for (int i = 0; i + length < n; i++) {
        int j = i + length;
        cost[i][j] = Long.MAX_VALUE;
        for (int k = i; k < j; k++) {
          long c = cost[i][k] + cost[k + 1][j] + (long) m[i].size(0) * m[k].size(1) * m[j].size(1);
          if (c < cost[i][j]) {
            cost[i][j] = c;
            split[i][j] = k;
          }
        }
      }
    }
    return split;
  }
}
