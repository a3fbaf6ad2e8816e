package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.GradientException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Operations that write their result into their first input. All checks come before the write, so that a refused operation changes nothing.
 */
final class InPlace {
  private InPlace() {}

  static Tensor unary(ElementwiseOp op, Tensor self) {
    return apply(op, op.isIntegral() || self.dtype().isFloating() ? self.dtype() : Nabla.defaultDType(),
        new Tensor[] {self});
  }

  static Tensor binary(ElementwiseOp op, Tensor self, Tensor b) {
    DType common = Promotion.resultType(self, b);
    return apply(op, common.isFloating() || op.isIntegral() ? common : Nabla.defaultDType(), new Tensor[] {self, b});
  }

  static Tensor ternary(ElementwiseOp op, Tensor self, Tensor b, Tensor c) {
    DType common = Promotion.resultType(self, b, c);
    return apply(op, common.isFloating() || op.isIntegral() ? common : Nabla.defaultDType(), new Tensor[] {self, b, c});
  }

  static Tensor withNumber(ElementwiseOp op, Tensor self, boolean whole) {
    DType common = Promotion.withNumber(self.dtype(), whole);
    return apply(op, common.isFloating() || op.isIntegral() ? common : Nabla.defaultDType(), new Tensor[] {self});
  }

  /** {@code in[0] = op(in)}, computed in {@code compute}. */
  static Tensor apply(ElementwiseOp op, DType compute, Tensor[] in) {
    Tensor self = in[0];
    Level top = Dispatch.top(in);
    if (top != null) {
      return wrapped(op, top, in, compute);
    }
    ConcreteTensor c = (ConcreteTensor) self;
    boolean recording = Dispatch.recording(in);
    check(c, recording);
    checkResult(c, in, op.resultType(compute));
    for (int i = 1; i < in.length; i++) {
      checkOverlap(c, in[i]);
    }
    if (compute != c.dtype() || op.resultType(compute) != c.dtype()) {
      Tensor[] cast = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        cast[i] = in[i].to(compute);
      }
      return write(c, Dispatch.apply(op, cast).to(c.dtype()));
    }
    int saves = recording ? op.saves(needs(in)) : 0;
    Tensor[] read = in.clone();
    for (int i = 0; i < in.length; i++) {
      if (in[i].dtype() != compute) {
        read[i] = in[i].to(compute);
      } else if (sharesStorage(in[i], c) && (i == 0 ? (saves & 1) != 0 : !sameWindow(in[i], c))) {
        read[i] = detachedCopy(in[i]);
      }
    }
    op.runInto(read, c.window());
    c.window().storage().bump();
    if (recording) {
      record(op, in, read, c);
    }
    return self;
  }

  /**
   * Records {@code op}, which has just written {@code self}, its first input; {@code read} is what it read. After the write, as a saved output
   * must be seen with the version that this gave it. Of the inputs only the first is kept as it was before: another one that shares its elements
   * counts as overwritten, so that a backward pass that needs it fails, as in PyTorch.
   */
  static void record(Op op, Tensor[] in, Tensor[] read, ConcreteTensor self) {
    Tensor[] kept = read.clone();
    for (int i = 1; i < in.length; i++) {
      kept[i] = sharesStorage(in[i], self) ? in[i] : read[i];
    }
    Node node = Node.record(op, in, kept, new Tensor[] {self}, null);
    rebase(self, node);
    for (int i = 1; i < in.length; i++) {
      if (sharesStorage(in[i], self)) {
        node.overwritten(i);
        if (in[i] != self) {
          ((ConcreteTensor) in[i]).expire();
        }
      }
    }
  }

  private static int needs(Tensor[] in) {
    int needs = 0;
    for (int i = 0; i < in.length; i++) {
      needs |= in[i].requiresGrad() ? 1 << i : 0;
    }
    return needs;
  }

  private static Tensor detachedCopy(Tensor t) {
    Strided copy = Strided.obtain(t.dtype(), t.shape());
    Backends.active().convert(Dispatch.data(t), copy);
    return withGraphOf(new ConcreteTensor(copy), t);
  }

  /** Makes {@code copy} stand for {@code t} in the graph, so that second derivatives flow through a saved copy. */
  private static Tensor withGraphOf(ConcreteTensor copy, Tensor t) {
    Node node = t.node();
    if (node != null) {
      copy.node = node;
      copy.outputNr = t.outputNr;
    }
    return copy;
  }

  /** {@code self = source}, broadcast to its shape and converted to its type. */
  static Tensor copy(Tensor self, Tensor source) {
    if (!source.shape().expandsTo(self.shape())) {
      throw new ShapeException("output with shape " + self.shape() + " doesn't match the broadcast shape "
          + Shape.broadcast(self.shape(), source.shape()));
    }
    Level top = Dispatch.top(new Tensor[] {self, source});
    if (top != null) {
      return writeWrapped(Views.COPY, self, source.to(self.dtype()).expand(self.shape()), top);
    }
    ConcreteTensor c = (ConcreteTensor) self;
    check(c, GradMode.isEnabled() && (self.requiresGrad() || source.requiresGrad()));
    checkOverlap(c, source);
    return write(c, source);
  }

  /** {@code self = value} (of its type, broadcast to its shape), recorded so that the gradient goes to {@code value}. */
  static Tensor write(ConcreteTensor self, Tensor value) {
    boolean recording = GradMode.isEnabled() && (self.requiresGrad() || value.requiresGrad());
    Tensor v = value.to(self.dtype());
    Strided from = Dispatch.data(v);
    if (!from.shape().equals(self.shape())) {
      from = from.expand(self.shape());
    }
    if (sharesArray(from.storage(), self.window().storage()) && !sameWindow(v, self)) {
      Strided copy = Strided.obtain(self.dtype(), self.shape());
      Backends.active().convert(from, copy);
      from = copy;
    }
    Node node = null;
    if (recording) {
      Tensor source = v.shape().equals(self.shape()) ? v : v.expand(self.shape());
      node = Node.record(Views.COPY, new Tensor[] {source}, new Tensor[] {source}, new Tensor[] {self}, null);
      if (node.next[0] == null) {
        // A tensor that is overwritten with constants stays in the graph, with gradient 0. (For a view its base sees to that.)
        Tensor[] old = {self};
        node = self.base() == null ? Node.record(Pointwise.OVERWRITE, old, old, old, null) : null;
      } else if (self.base() == null && self.requiresGrad()) {
        Tensor[] both = {self, source};
        node = Node.record(Pointwise.REPLACE, both, both, new Tensor[] {self}, null);
      }
    }
    Backends.active().convert(from, self.window());
    self.window().storage().bump();
    if (recording) {
      rebase(self, node);
    }
    return self;
  }

  /** After {@code self} was written by {@code node}: gives it that node, and its base, if it is a view, a node that puts the part in place. */
  static void rebase(ConcreteTensor self, @Nullable Node node) {
    ConcreteTensor base = self.base();
    ViewChain chain = self.chain();
    self.rebase(node);
    if (base != null && chain != null && (node != null || base.requiresGrad())) {
      CopySlices op = new CopySlices(chain);
      Node whole = Node.record(op, new Tensor[] {base, self}, new Tensor[] {base, self}, new Tensor[] {base}, null);
      base.rebase(whole);
      Node part = Node.record(chain, new Tensor[] {base}, new Tensor[] {base}, new Tensor[] {self}, null);
      self.rebase(part);
    }
  }

  /** Checks that apply to every in-place write to {@code self}. */
  static void check(ConcreteTensor self, boolean recording) {
    if (GradMode.isEnabled()) {
      if (self.node() == null && self.requiresGrad()) {
        throw new GradientException("a leaf Variable that requires grad is being used in an in-place operation.");
      }
      ConcreteTensor base = self.base();
      if (base != null && base.node() == null && base.requiresGrad()) {
        throw new GradientException(
            "a view of a leaf Variable that requires grad is being used in an in-place operation.");
      }
      Node maker = self.node();
      ViewChain chain = self.chain();
      if (recording && chain != null && chain.several()) {
        throw severalViews(maker, self.outputNr, "is being");
      }
    }
    if (self.window().overlapsItself()) {
      throw new GradientException(
          "unsupported operation: more than one element of the written-to tensor refers to a single memory location."
              + " Please clone() the tensor before performing the operation.");
    }
  }

  /** Of a write to, or under, a view that {@code maker} gave together with others. */
  static GradientException severalViews(@Nullable Node maker, int outputNr, String written) {
    return new GradientException((maker == null ? "A tensor" : "Output " + outputNr + " of " + maker)
        + " is a view and "
        + written + " modified inplace. This view is the output of"
        + " a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace"
        + " the inplace operation by an out-of-place one.");
  }

  /** Refuses an operand that shares some elements with the written tensor, but not all in the same order. */
  private static void checkOverlap(ConcreteTensor self, Tensor operand) {
    if (sharesStorage(operand, self) && !sameWindow(operand, self)
        && self.window().overlaps(Dispatch.data(operand))) {
      throw new GradientException(
          "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location."
              + " Please clone() the tensor before performing the operation.");
    }
  }

  private static void checkResult(ConcreteTensor self, Tensor[] in, DType result) {
    Shape out = self.shape();
    for (Tensor t : in) {
      out = Shape.broadcast(out, t.shape());
    }
    if (!out.equals(self.shape())) {
      throw new ShapeException("output with shape " + self.shape() + " doesn't match the broadcast shape " + out);
    }
    checkCast(result, self.dtype());
  }

  /** Refuses a write that would lose the category of the numbers. */
  static void checkCast(DType result, DType target) {
    if (result.category().compareTo(target.category()) > 0) {
      throw new DTypeException(
          "result type " + result.scalarName() + " can't be cast to the desired output type " + target.scalarName());
    }
  }

  static boolean sharesStorage(Tensor t, ConcreteTensor self) {
    return t instanceof ConcreteTensor c && sharesArray(c.window().storage(), self.window().storage());
  }

  private static boolean sharesArray(Storage a, Storage b) {
    return a == b || a.array() == b.array();
  }

  static boolean sameWindow(Tensor t, ConcreteTensor self) {
    Strided a = Dispatch.data(t);
    Strided b = self.window();
    return a.offset() == b.offset() && a.shape().equals(b.shape()) && java.util.Arrays.equals(a.strides(), b.strides());
  }

  /** An in-place op on or with a tensor that a transform wraps. */
  private static Tensor wrapped(ElementwiseOp op, Level top, Tensor[] in, DType compute) {
    Tensor self = in[0];
    Tensor[] cast = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      cast[i] = in[i].dtype() == compute ? in[i] : in[i].to(compute);
    }
    Tensor result = Dispatch.apply(op, cast);
    checkCast(result.dtype(), self.dtype());
    return writeWrapped(op, self, result.dtype() == self.dtype() ? result : result.to(self.dtype()), top);
  }

  /** Writes {@code value} to {@code self}, at least one of which a transform wraps. */
  static Tensor writeWrapped(Op op, Tensor self, Tensor value, Level top) {
    if (!(self instanceof LevelTensor wrapper) || wrapper.level() != top) {
      throw new GradientException(op.name() + "_: a tensor from outside of " + top.transform()
          + " cannot be written in place with a value that the transform tracks; use the out-of-place form");
    }
    if (!value.shape().equals(self.shape())) {
      throw new ShapeException(
          "output with shape " + self.shape() + " doesn't match the broadcast shape " + value.shape());
    }
    top.check(op);
    top.interpretInPlace(op, new Tensor[] {self, value});
    return self;
  }

  /** The base of a view with the part that the view shows replaced: PyTorch's CopySlices. Inputs: the old base, the new part. */
  record CopySlices(ViewChain chain) implements JointOp {
    @Override
    public String name() {
      return "copy_slices";
    }

    @Override
    public String gradName() {
      return "CopySlices";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Tensor whole = in[0].cloneTensor();
      chain.of(whole).copy_(in[1]);
      return new Tensor[] {whole};
    }

    @Override
    public boolean takesHalves() {
      return true;
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor whole = java.util.Objects.requireNonNull(g[0]);
      TensorType part = s.inType(1);
      Tensor rest = s.needs(0) ? whole.sub(chain.transpose(chain.of(whole), s.inType(0))) : null;
      Tensor inner = s.needs(1) ? chain.of(whole).reshape(part.shape()) : null;
      return new @Nullable Tensor[] {rest, inner};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor whole = t[0] != null ? t[0] : Nabla.zerosLike(out[0]);
      Tensor part = t[1] != null ? t[1] : Nabla.zerosLike(in[1]);
      return new @Nullable Tensor[] {Dispatch.apply(this, whole, part)};
    }
  }
}
