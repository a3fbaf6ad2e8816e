package dev.nabla.testkit;

import dev.nabla.Tensor;
import dev.nabla.transform.TensorFunction;
import dev.nabla.transform.TernaryOperator;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is claimed of one operation, in one line:
 *
 * <pre>{@code
 * spec("tanh", x -> x.tanh()).inputs(normal(3)).reference(Math::tanh).saves(1)
 * }</pre>
 *
 * <p>The line buys these checks: the kernels give what the reference back end gives, over layouts (and for elementwise ops over sizes and
 * special values), in float32 and float64; float16 and
 * bfloat16 give what float32 gives, rounded; first and second derivatives agree with differences; forward mode agrees with differences and with
 * reverse mode; a batch is the same as a loop, also of gradients, also under forward mode; and what is said of saved bytes, reference values
 * and the in-place form holds.
 *
 * <p>All checks are deterministic. They switch the active back end, which is global, so they must not run at the same time as others.
 */
public final class OpSpec {
  /** One check; {@code run} throws an {@link AssertionError} if the claim does not hold. */
  public record Check(String name, Runnable run) {}

  /** The value at one element of each input. */
  interface Reference {
    double at(double[] in);
  }

  final String name;
  final TensorFunction function;
  Input[] inputs = {};
  @Nullable Reference reference;
  @Nullable TensorFunction inPlace;
  boolean elementwise;
  boolean batches = true;
  boolean forward = true;
  boolean float32 = true;
  boolean layouts = true;
  int halfRoundings = 6;
  int order = 2;
  int savedTensors = -1;
  long savedBytes = -1;
  Closeness close64 = new Closeness(1e-11, 1e-12);
  Closeness close32 = new Closeness(2e-5, 2e-6);
  GradCheck gradients = GradCheck.DEFAULT.eps(1e-5).rtol(1e-4);

  private OpSpec(String name, TensorFunction function) {
    this.name = name;
    this.function = function;
  }

  /** The claims on a function of one tensor. */
  public static OpSpec spec(String name, UnaryOperator<Tensor> f) {
    return new OpSpec(name, in -> f.apply(in[0]));
  }

  /** The claims on a function of two tensors. */
  public static OpSpec spec(String name, BinaryOperator<Tensor> f) {
    return new OpSpec(name, in -> f.apply(in[0], in[1]));
  }

  /** The claims on a function of three tensors. */
  public static OpSpec spec(String name, TernaryOperator f) {
    return new OpSpec(name, in -> f.apply(in[0], in[1], in[2]));
  }

  /** The claims on a function of any number of tensors. */
  public static OpSpec specN(String name, TensorFunction f) {
    return new OpSpec(name, f);
  }

  /** What it is tried on. */
  public OpSpec inputs(Input... in) {
    inputs = in;
    return this;
  }

  /** The op works element by element, so it is tried on other sizes, on broadcast operands and on special values as well. */
  public OpSpec elementwise() {
    elementwise = true;
    return this;
  }

  /** An {@link #elementwise} op, and what it gives in float64. */
  public OpSpec reference(DoubleUnaryOperator f) {
    reference = in -> f.applyAsDouble(in[0]);
    return elementwise();
  }

  /** An {@link #elementwise} op, and what it gives in float64. */
  public OpSpec reference(DoubleBinaryOperator f) {
    reference = in -> f.applyAsDouble(in[0], in[1]);
    return elementwise();
  }

  /** It keeps {@code n} tensors of the size of its output for the backward pass. */
  public OpSpec saves(int n) {
    savedTensors = n;
    return this;
  }

  /** It keeps this many bytes for the backward pass, in float64. */
  public OpSpec savesBytes(long n) {
    savedBytes = n;
    return this;
  }

  /** The form that writes into its first input; it must leave the same values and gradients. */
  public OpSpec inPlace(UnaryOperator<Tensor> f) {
    inPlace = in -> f.apply(in[0]);
    return this;
  }

  /** The form that writes into its first input; it must leave the same values and gradients. */
  public OpSpec inPlace(BinaryOperator<Tensor> f) {
    inPlace = in -> f.apply(in[0], in[1]);
    return this;
  }

  /** The form that writes into its first input; it must leave the same values and gradients. */
  public OpSpec inPlace(TernaryOperator f) {
    inPlace = in -> f.apply(in[0], in[1], in[2]);
    return this;
  }

  /** Derivatives exist up to this order: 0, 1 or 2. */
  public OpSpec order(int highest) {
    order = highest;
    return this;
  }

  /** The shape of the result depends on the values, so that a batch has no one shape. */
  public OpSpec noBatches() {
    batches = false;
    return this;
  }

  /** Forward mode is not claimed. */
  public OpSpec noForward() {
    forward = false;
    return this;
  }

  /** Only float64 is tried: the op makes the rounding of float32 too large to compare. */
  public OpSpec float64Only() {
    float32 = false;
    return this;
  }

  /** In float16 and bfloat16 the result may be off by so many roundings of its largest element; with 0 they are not tried. */
  public OpSpec halfRoundings(int n) {
    halfRoundings = n;
    return this;
  }

  /** The op takes only tensors in row-major order. */
  public OpSpec rowMajorOnly() {
    layouts = false;
    return this;
  }

  /** How close the back ends must be to each other. */
  public OpSpec close(Closeness in64, Closeness in32) {
    close64 = in64;
    close32 = in32;
    return this;
  }

  /** How derivatives are compared with differences. */
  public OpSpec gradients(GradCheck check) {
    gradients = check;
    return this;
  }

  /** The op's name; what follows a space tells specifications of one op apart. */
  public String name() {
    return name;
  }

  /** Whether the in-place form is claimed as well. */
  public boolean hasInPlace() {
    return inPlace != null;
  }

  @Override
  public String toString() {
    List<String> shapes = new ArrayList<>();
    for (Input in : inputs) {
      shapes.add(in.shape().toString());
    }
    return name + " " + String.join(" ", shapes);
  }

  /** The result on inputs of the type {@code real}, which want gradients where it can have them. */
  public Tensor sample(DType real) {
    Tensor[] in = DerivativeChecks.ofType(this, real);
    return function.apply(in);
  }

  /** All that follows from the line. */
  public List<Check> checks() {
    List<Check> out = new ArrayList<>();
    out.add(new Check("kernels give what the reference gives", () -> ValueChecks.backends(this)));
    if (reference != null) {
      out.add(new Check("values", () -> ValueChecks.values(this)));
    }
    if (elementwise) {
      out.add(new Check("special values", () -> ValueChecks.specials(this)));
      out.add(new Check("sizes", () -> ValueChecks.sizes(this)));
    }
    if (inPlace != null) {
      out.add(new Check("in place", () -> DerivativeChecks.inPlace(this)));
    }
    if (batches) {
      out.add(new Check("vmap is the loop", () -> BatchChecks.loop(this)));
    }
    if (halfRoundings > 0 && float32) {
      out.add(new Check("float16 and bfloat16", () -> HalfChecks.check(this)));
    }
    if (savedTensors >= 0 || savedBytes >= 0) {
      out.add(new Check("saved bytes", () -> DerivativeChecks.saved(this)));
    }
    derivatives(out);
    return out;
  }

  private void derivatives(List<Check> out) {
    if (order >= 1) {
      out.add(new Check("gradients", () -> DerivativeChecks.first(this)));
      if (batches) {
        out.add(new Check("vmap of grad is the loop", () -> BatchChecks.gradLoop(this)));
      }
      if (forward) {
        out.add(new Check("forward mode", () -> DerivativeChecks.forward(this)));
        out.add(new Check("forward mode is the adjoint of reverse mode", () -> DerivativeChecks.adjoint(this)));
        if (batches) {
          out.add(new Check("jvp of vmap is the loop", () -> BatchChecks.forwardLoop(this)));
        }
      }
    }
    if (order >= 2) {
      out.add(new Check("second derivatives", () -> DerivativeChecks.second(this)));
    }
  }

  /** The inputs with all shapes replaced by {@code shape}. */
  Input[] shaped(Shape shape) {
    Input[] out = new Input[inputs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = inputs[i].shaped(shape);
    }
    return out;
  }
}
