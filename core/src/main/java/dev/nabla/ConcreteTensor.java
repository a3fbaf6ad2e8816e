package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/** A tensor that has its elements: a strided window onto a buffer. */
public final class ConcreteTensor extends Tensor {
  private Strided data;

  /** The tensor that owns the storage this one is a view of; null if it is no view. */
  private final @Nullable ConcreteTensor base;

  /** How this view is made from {@link #base}. */
  private final @Nullable ViewChain chain;

  /** The storage version that {@link #node} belongs to. */
  private int nodeVersion;

  ConcreteTensor(Strided data) {
    this(data, null, null);
  }

  private ConcreteTensor(Strided data, @Nullable ConcreteTensor base, @Nullable ViewChain chain) {
    this.data = data;
    this.base = base;
    this.chain = chain;
    this.nodeVersion = base == null ? 0 : data.storage().version();
  }

  /** The tensor of the elements that {@code window} looks at, which are not copied; all of them must lie in its buffer. */
  public static ConcreteTensor of(Strided window) {
    return new ConcreteTensor(window);
  }

  /** A new tensor of zeros. */
  static ConcreteTensor allocate(DType dtype, Shape shape) {
    return new ConcreteTensor(Strided.zeros(dtype, shape));
  }

  /** The elements. */
  public Strided window() {
    return data;
  }

  /** Points this tensor at other elements; graph and version of the old ones do not follow. */
  void setData(Strided other) {
    data = other;
  }

  @Override
  public Shape shape() {
    return data.shape();
  }

  @Override
  public DType dtype() {
    return data.storage().dtype();
  }

  @Override
  public @Nullable Level level() {
    return null;
  }

  /** The tensor this one is a view of; null if it owns its storage. */
  @Nullable
  ConcreteTensor base() {
    return base;
  }

  @Nullable
  ViewChain chain() {
    return chain;
  }

  /** The view of this tensor that {@code op} describes; it remembers the tensor at the bottom, so that in-place writes reach all graphs. */
  ConcreteTensor viewed(ViewOp op) {
    return viewed(op, chain != null && chain.several());
  }

  /** As {@link #viewed} for one of the results of an op that gives several views: it must not be written where that is recorded. */
  ConcreteTensor oneOfSeveral(ViewOp op) {
    return viewed(op, true);
  }

  private ConcreteTensor viewed(ViewOp op, boolean several) {
    ConcreteTensor bottom = base == null ? this : base;
    return new ConcreteTensor(op.view(data), bottom, new ViewChain(chain, op, several));
  }

  /**
   * Note [Views and in-place writes]: a write through a view or its base changes both, so both graphs must change. The writer rebases the base
   * at once; every other view notices that the storage has a new version and derives its node from the base when it is next asked.
   */
  @Override
  @Nullable
  Node node() {
    if (base != null && nodeVersion != data.storage().version()) {
      refresh(base);
    }
    return node;
  }

  @Override
  public boolean requiresGrad() {
    // One of several views says so even where its node must not be asked for any more.
    return base != null && chain != null && chain.several()
        ? node != null || base.requiresGrad()
        : super.requiresGrad();
  }

  private void refresh(ConcreteTensor from) {
    ViewChain views = java.util.Objects.requireNonNull(chain);
    if (Node.nodeOf(from) == null) {
      nodeVersion = data.storage().version();
      return;
    }
    if (views.several()) {
      throw InPlace.severalViews(node, outputNr, "its base or another view of its base has been");
    }
    nodeVersion = data.storage().version();
    node = Node.record(views, new Tensor[] {from}, new Tensor[] {from}, new Tensor[] {this}, null);
    outputNr = 0;
  }

  /** Says that the base has got a new node, after the last version that this view has seen. */
  void expire() {
    nodeVersion = -1;
  }

  /** Replaces the node after an in-place write. */
  void rebase(@Nullable Node newNode) {
    node = newNode;
    outputNr = 0;
    nodeVersion = data.storage().version();
  }
}
