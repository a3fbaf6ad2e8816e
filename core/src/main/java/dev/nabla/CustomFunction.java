package dev.nabla;

import dev.nabla.type.GradientException;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function with a backward rule of your own: PyTorch's {@code autograd.Function}.
 *
 * <pre>{@code
 * final class Cube extends CustomFunction {
 *   protected Tensor forward(Context ctx, Tensor... in) {
 *     ctx.saveForBackward(in[0]);
 *     return in[0].pow(3);
 *   }
 *
 *   protected Tensor[] backward(Context ctx, Tensor g) {
 *     Tensor x = ctx.savedTensors().get(0);
 *     return new Tensor[] {x.mul(x).mul(3).mul(g)};
 *   }
 * }
 * Tensor y = new Cube().apply(x);   // y.gradFn() is CubeBackward
 * }</pre>
 *
 * <p>{@link #forward} is not recorded. {@link #backward} is tensor code: with {@code createGraph} it is recorded, so the function can be
 * differentiated again.
 */
public abstract class CustomFunction {
  /** A function without state. */
  protected CustomFunction() {}

  /** The value. */
  protected abstract Tensor forward(Context ctx, Tensor... in);

  /** The cotangents of the inputs, in their order, for the cotangent {@code g} of the value; null for inputs that get none. */
  protected abstract @Nullable Tensor[] backward(Context ctx, Tensor g);

  /** The tangent of the value for the tangents of the inputs (null: zero); override it to allow forward mode. */
  protected Tensor jvp(Context ctx, @Nullable Tensor... tangents) {
    throw new GradientException(getClass().getSimpleName() + ": has no rule for forward mode; override jvp");
  }

  /** Computes the value and records this function as one node. */
  public final Tensor apply(Tensor... in) {
    return Dispatch.applyAll(new Call(this, new Context()), in.clone())[0];
  }

  /** What one call of a function keeps for its backward rule. */
  public static final class Context {
    private Tensor[] inputs = {};
    private Tensor[] outputs = {};
    private List<Tensor> kept = List.of();
    private @Nullable Saved saved;
    private @Nullable Object attachment;

    private Context() {}

    /** Keeps tensors for {@link #backward}; inputs and the output are watched for later in-place writes. */
    public void saveForBackward(Tensor... tensors) {
      kept = List.of(tensors);
    }

    /** What {@link #saveForBackward} kept. */
    public List<Tensor> savedTensors() {
      Saved s = saved;
      if (s == null) {
        return kept;
      }
      List<Tensor> out = new ArrayList<>();
      for (Tensor t : kept) {
        int i = indexOf(inputs, t);
        out.add(i >= 0 ? s.in(i) : indexOf(outputs, t) >= 0 ? s.out() : t);
      }
      return out;
    }

    /** Whether input {@code i} wants a cotangent; to be asked in {@link #backward}. */
    public boolean needsInputGrad(int i) {
      return saved != null && saved.needs(i);
    }

    /** Keeps anything that is no tensor. */
    public void attach(Object value) {
      attachment = value;
    }

    /** What {@link #attach} kept; null if nothing was. */
    public @Nullable Object attachment() {
      return attachment;
    }

    private static int indexOf(Tensor[] tensors, Tensor t) {
      for (int i = 0; i < tensors.length; i++) {
        if (tensors[i] == t) {
          return i;
        }
      }
      return -1;
    }

    private int mask() {
      int mask = 0;
      for (Tensor t : kept) {
        int i = indexOf(inputs, t);
        mask |= i >= 0 ? 1 << i : indexOf(outputs, t) >= 0 ? 1 << Op.OUTPUT : 0;
      }
      return mask;
    }
  }

  /** One call as an op. */
  record Call(CustomFunction function, Context ctx) implements JointOp {
    @Override
    public String name() {
      return function.getClass().getSimpleName();
    }

    @Override
    public String gradName() {
      return name() + "Backward";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      ctx.inputs = in;
      Tensor out = function.forward(ctx, in);
      for (Tensor t : in) {
        // The value is a tensor of its own, even where the function returns an input.
        out = out == t ? Dispatch.apply(Views.ALIAS, out) : out;
      }
      ctx.outputs = new Tensor[] {out};
      return ctx.outputs;
    }

    @Override
    public boolean takesHalves() {
      return true;
    }

    @Override
    public int saves(int needs) {
      return ctx.mask();
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      ctx.saved = s;
      int n = ctx.inputs.length;
      Tensor cotangent = PrimitiveOp.orZeros(g[0], s.outType(0));
      @Nullable
      Tensor[] given = function.backward(ctx, cotangent);
      @Nullable
      Tensor[] d = new @Nullable Tensor[n];
      for (int i = 0; i < given.length; i++) {
        Tensor di = given[i];
        if (di != null && i >= n) {
          throw new GradientException(
              "function " + gradName() + " returned a gradient different than null at position " + (i + 1)
                  + ", but it has only " + n + " inputs");
        }
        if (di != null && s.needs(i)) {
          if (!s.inType(i).shape().expandsTo(di.shape())) {
            throw new ShapeException(
                "Function " + gradName() + " returned an invalid gradient at index " + i + " - got " + di.shape()
                    + " but expected shape compatible with " + s.inType(i).shape());
          }
          d[i] = Reductions.sumTo(di, s.inType(i).shape());
        }
      }
      return d;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {function.jvp(ctx, t)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      // Each example gets a context of its own.
      int n = BatchRules.size(in, batched);
      List<Tensor> results = new ArrayList<>();
      for (int k = 0; k < n; k++) {
        Tensor[] slice = new Tensor[in.length];
        for (int i = 0; i < in.length; i++) {
          slice[i] = batched[i] ? in[i].select(0, k) : in[i];
        }
        results.add(function.apply(slice));
      }
      return new Tensor[] {Nabla.stack(results, 0)};
    }
  }
}
