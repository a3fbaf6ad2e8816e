package dev.nabla.transform;

import dev.nabla.CompositeOp;
import dev.nabla.Level;
import dev.nabla.LevelTensor;
import dev.nabla.Op;
import dev.nabla.Tensor;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Batching: a function of one example runs on a whole batch at once, each op by its batch rule. */
final class Vmap extends Level {
  /** The value of {@code axes[i]} for an input that is the same for the whole batch. */
  static final int NONE = Integer.MIN_VALUE;

  private Vmap() {
    super("vmap");
  }

  /** One example out of a batch, as the function sees it; the batch is axis 0 of the value. */
  private static final class Batched extends LevelTensor {
    private final Tensor value;
    private @Nullable Shape shape;

    Batched(Vmap level, Tensor value) {
      super(level);
      this.value = value;
    }

    @Override
    public Tensor value() {
      return value;
    }

    @Override
    public Shape shape() {
      if (shape == null) {
        shape = value.shape().without(0);
      }
      return shape;
    }
  }

  @Override
  protected boolean seesThrough() {
    return false;
  }

  private boolean mine(Tensor t) {
    return t.level() == this;
  }

  private Tensor lower(Tensor t) {
    return mine(t) ? ((Batched) t).value() : t;
  }

  @Override
  protected Tensor[] interpret(Op op, Tensor[] in) {
    if (op instanceof CompositeOp c) {
      return c.computeAll(in);
    }
    Tensor[] low = new Tensor[in.length];
    boolean[] batched = new boolean[in.length];
    for (int i = 0; i < in.length; i++) {
      batched[i] = mine(in[i]);
      low[i] = lower(in[i]);
    }
    Tensor[] out = op.batchAll(low, batched);
    Tensor[] wrapped = new Tensor[out.length];
    for (int j = 0; j < out.length; j++) {
      wrapped[j] = new Batched(this, out[j]);
    }
    return wrapped;
  }

  @Override
  protected void interpretInPlace(Op op, Tensor[] in) {
    lower(in[0]).copy_(lower(in[1]));
  }

  /** Runs {@code f} on a batch: {@code inAxes[i]} is the batch axis of input i or {@link #NONE}, {@code outAxis} that of the result. */
  static Tensor run(TensorFunction f, int[] inAxes, int outAxis, Tensor... in) {
    if (inAxes.length != in.length) {
      throw new ShapeException("vmap: " + inAxes.length + " batch axes were given for " + in.length + " inputs");
    }
    int n = -1;
    Vmap level = new Vmap();
    try {
      Tensor[] wrapped = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        if (inAxes[i] == NONE) {
          wrapped[i] = in[i];
          continue;
        }
        if (in[i].dim() == 0) {
          throw new ShapeException(
              "vmap: input " + i + " is 0-d and has no axis to batch over; pass NONE as its axis to share it");
        }
        int axis = in[i].shape().axis(inAxes[i]);
        int size = in[i].size(axis);
        if (n >= 0 && n != size) {
          throw new ShapeException("vmap: inputs must have one batch size; got " + n + " and " + size + " (input " + i
              + ", axis " + axis + ")");
        }
        n = size;
        wrapped[i] = new Batched(level, toFront(in[i], axis));
      }
      if (n < 0) {
        throw new ShapeException("vmap: at least one input must have a batch axis");
      }
      Tensor out = f.apply(wrapped);
      Tensor value = level.mine(out) ? ((Batched) out).value() : out.expand(out.shape().insert(0, n));
      return fromFront(value, outAxis);
    } finally {
      level.close();
    }
  }

  private static Tensor toFront(Tensor x, int axis) {
    int[] order = new int[x.dim()];
    order[0] = axis;
    for (int i = 1; i < order.length; i++) {
      order[i] = i <= axis ? i - 1 : i;
    }
    return axis == 0 ? x : x.permute(order);
  }

  private static Tensor fromFront(Tensor x, int axis) {
    int to = x.shape().axis(axis);
    int[] order = new int[x.dim()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < to ? i + 1 : i == to ? 0 : i;
    }
    return to == 0 ? x : x.permute(order);
  }

}
