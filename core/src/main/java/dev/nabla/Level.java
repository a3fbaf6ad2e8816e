package dev.nabla;

import dev.nabla.type.GradientException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One running transform. It interprets every op one of whose inputs it has wrapped.
 *
 * <p>Note [Level order]: levels are numbered as they start, so an inner transform has the higher number. The highest level among an op's
 * inputs interprets the op; its rule runs on the wrapped values, one level down, where the next lower level takes over. The choice depends on
 * the data alone: there is no ambient stack, hence nothing to restore after an exception and nothing shared between threads.
 */
public abstract class Level {
  private static final AtomicLong COUNTER = new AtomicLong();

  private final long id = COUNTER.incrementAndGet();
  private final String transform;
  private volatile boolean closed;

  /** A level that has just started; {@code transform} names it in messages. */
  protected Level(String transform) {
    this.transform = transform;
  }

  /** What this transform makes of {@code op}: all outputs. At least one input is wrapped by this level, none by a higher one. */
  protected abstract Tensor[] interpret(Op op, Tensor[] in);

  /** What this transform makes of an op written in place onto {@code in[0]}, which it has wrapped itself. */
  protected abstract void interpretInPlace(Op op, Tensor[] in);

  /** The rising number of this level. */
  public final long id() {
    return id;
  }

  /** Ends the transform: its tensors can no longer be computed with. */
  public final void close() {
    closed = true;
  }

  /** Whether the transform has ended. */
  protected final boolean isClosed() {
    return closed;
  }

  final void check(Op op) {
    if (closed) {
      throw new GradientException(op.name() + ": a tensor escaped from " + transform
          + ", which has returned; return it from the transformed function instead of storing it outside");
    }
  }

  /** Whether a write to a view of a wrapped tensor reaches that tensor. */
  protected boolean followsViews() {
    return false;
  }

  /** Whether a wrapped tensor has one value that can be read as a number: true but for batches. */
  protected boolean seesThrough() {
    return true;
  }

  /** The name of the transform, for messages. */
  public final String transform() {
    return transform;
  }
}
