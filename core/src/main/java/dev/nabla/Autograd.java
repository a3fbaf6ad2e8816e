package dev.nabla;

import dev.nabla.type.GradientException;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a recorded graph for derivatives. */
public final class Autograd {
  private Autograd() {}

  private static volatile boolean anomaly;

  /**
   * The gradients of the sum of the elements of {@code output} with respect to {@code inputs}; no {@code grad()} is touched and the graph is freed.
   *
   * @throws GradientException if an input does not take part in the graph
   */
  public static List<Tensor> grad(Tensor output, Tensor... inputs) {
    return required(gradOrNull(List.of(output), List.of(inputs), null, false, false));
  }

  /** The gradient of the one-element {@code output} with respect to {@code input}, recorded if {@code createGraph}. */
  public static Tensor grad(Tensor output, Tensor input, boolean createGraph) {
    return required(gradOrNull(List.of(output), List.of(input), null, createGraph, createGraph)).get(0);
  }

  /** As {@link #grad(List, List, List, boolean, boolean, boolean)} with {@code allowUnused} false. */
  public static List<Tensor> grad(List<Tensor> outputs, List<Tensor> inputs,
      @Nullable List<? extends @Nullable Tensor> gradOutputs,
      boolean retainGraph, boolean createGraph) {
    return required(gradOrNull(outputs, inputs, gradOutputs, retainGraph, createGraph));
  }

  /**
   * The gradients of {@code Σ ⟨gradOutputs, outputs⟩} with respect to {@code inputs}.
   *
   * @param gradOutputs the cotangents of the outputs; null, or a null entry, means one for a one-element output
   * @param retainGraph keeps the graph for another pass
   * @param createGraph records the pass, so that the gradients can be differentiated; implies {@code retainGraph}
   * @param allowUnused gives null for inputs that take no part in the graph, where otherwise an error is thrown
   */
  public static List<@Nullable Tensor> grad(List<Tensor> outputs, List<Tensor> inputs,
      @Nullable List<? extends @Nullable Tensor> gradOutputs,
      boolean retainGraph, boolean createGraph, boolean allowUnused) {
    List<@Nullable Tensor> g = gradOrNull(outputs, inputs, gradOutputs, retainGraph, createGraph);
    if (!allowUnused) {
      required(g);
    }
    return g;
  }

  private static List<Tensor> required(List<@Nullable Tensor> grads) {
    List<Tensor> out = new ArrayList<>();
    for (Tensor g : grads) {
      if (g == null) {
        throw new GradientException("The differentiated Tensor at index " + out.size()
            + " appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.");
      }
      out.add(g);
    }
    return out;
  }

  private static List<@Nullable Tensor> gradOrNull(List<Tensor> outputs, List<Tensor> inputs,
      @Nullable List<? extends @Nullable Tensor> gradOutputs, boolean retainGraph, boolean createGraph) {
    if (inputs.isEmpty()) {
      throw new GradientException("grad requires non-empty inputs.");
    }
    Tensor[] cotangents = cotangents(outputs, gradOutputs);
    for (Tensor t : inputs) {
      if (!t.requiresGrad()) {
        throw new GradientException("One of the differentiated Tensors does not require grad");
      }
    }
    return Arrays.asList(new Engine(retainGraph || createGraph, createGraph).gradients(outputs, cotangents, inputs));
  }

  /**
   * Adds the gradients of {@code Σ ⟨gradients, outputs⟩} to the leaves' {@code grad()}.
   *
   * @param inputs the only tensors whose {@code grad()} changes; null for all leaves
   */
  public static void backward(List<Tensor> outputs, @Nullable List<? extends @Nullable Tensor> gradients,
      boolean retainGraph, boolean createGraph,
      @Nullable List<Tensor> inputs) {
    if (inputs != null && inputs.isEmpty()) {
      throw new GradientException("`inputs` argument to `backward()` cannot be empty.");
    }
    new Engine(retainGraph || createGraph, createGraph).accumulate(outputs, cotangents(outputs, gradients), inputs);
  }

  /**
   * The cotangents of {@code inputs} for those of {@code outputs}, for a transform: its graph is walked, and what the rules compute is recorded
   * by the levels below as in any other code.
   */
  public static @Nullable Tensor[] pullback(List<Tensor> outputs, Tensor[] cotangents, List<Tensor> inputs,
      boolean retainGraph) {
    return new Engine(retainGraph, GradMode.isEnabled()).gradients(outputs, cotangents, inputs);
  }

  private static Tensor[] cotangents(List<Tensor> outputs, @Nullable List<? extends @Nullable Tensor> given) {
    Tensor[] out = new Tensor[outputs.size()];
    if (given != null && given.size() != out.length) {
      throw new GradientException("got " + out.length + " tensors and " + given.size() + " gradients");
    }
    for (int i = 0; i < out.length; i++) {
      Tensor y = outputs.get(i);
      Tensor g = given == null ? null : given.get(i);
      if (g == null) {
        if (y.requiresGrad() && y.numel() != 1) {
          throw new GradientException("grad can be implicitly created only for scalar outputs");
        }
      } else if (!g.shape().equals(y.shape())) {
        throw new ShapeException(
            "Mismatch in shape: grad_output[" + i + "] has a shape of " + g.shape() + " and output[" + i
                + "] has a shape of " + y.shape() + ".");
      }
      if (!y.requiresGrad()) {
        throw new GradientException("element " + i + " of tensors does not require grad and does not have a grad_fn");
      }
      out[i] = g == null ? Nabla.ones(y.dtype(), y.shape()) : g;
    }
    return out;
  }

  /** Checks every gradient for NaN from now on (or no longer) and fails at the op that made one; slow, for debugging. */
  public static void setDetectAnomaly(boolean enabled) {
    anomaly = enabled;
  }

  /** Whether {@link #setDetectAnomaly} is in force. */
  public static boolean anomalyEnabled() {
    return anomaly;
  }
}
