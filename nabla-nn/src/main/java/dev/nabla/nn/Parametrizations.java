package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that are computed from others, which are learned in their place. Names in {@link Module#stateDict} are those of PyTorch's
 * {@code torch.nn.utils.parametrizations}; older names ({@code weight_g}, {@code weight_orig}) are understood when loading.
 */
public final class Parametrizations {
  private Parametrizations() {}

  /** Learns length and direction of {@code weight} separately, a length for each output. Returns the module. */
  public static <M extends Module> M weightNorm(M module) {
    return weightNorm(module, "weight", 0);
  }

  /** Learns length and direction of a parameter separately, a length for each index along {@code dim}, or one if it is -1. */
  public static <M extends Module> M weightNorm(M module, String name, int dim) {
    return register(module, name, new WeightNorm(dim));
  }

  /** Divides {@code weight} by its largest singular value. Returns the module. */
  public static <M extends Module> M spectralNorm(M module) {
    boolean transposed = module instanceof ConvTranspose1d || module instanceof ConvTranspose2d
        || module instanceof ConvTranspose3d;
    return spectralNorm(module, "weight", 1, 1e-12, transposed ? 1 : 0);
  }

  /** Divides a parameter, as a matrix with rows along {@code dim}, by its largest singular value; see {@link SpectralNorm}. */
  public static <M extends Module> M spectralNorm(M module, String name, int steps, double eps, int dim) {
    return register(module, name, new SpectralNorm(module.getParameter(name), steps, eps, dim));
  }

  /** Computes the parameter {@code name} of {@code module} by {@code how} from now on, after what computes it already. Returns the module. */
  public static <M extends Module> M register(M module, String name, Parametrization how) {
    ParametrizationList list = of(module, name);
    if (list != null) {
      list.then(how);
      return module;
    }
    if (name.contains(".")) {
      throw new NablaException("register: expected the name of one of the module's own parameters; got \"" + name
          + "\"");
    }
    Tensor p = module.getParameter(name);
    module.computeInstead(name, p, new ParametrizationList(p, how));
    return module;
  }

  /** Whether the parameter {@code name} of {@code module} is computed. */
  public static boolean isParametrized(Module module, String name) {
    return of(module, name) != null;
  }

  /** Makes {@code name} a parameter of its own again, with the value that it has now. Returns the module. */
  public static <M extends Module> M remove(M module, String name) {
    ParametrizationList list = of(module, name);
    if (list == null) {
      throw new NablaException("remove: the parameter \"" + name + "\" is not parametrized");
    }
    module.computeAgain(name, Nabla.noGrad(() -> list.value()));
    return module;
  }

  private static @Nullable ParametrizationList of(Module module, String name) {
    Module all = module.children().get(Module.PARAMETRIZATIONS);
    return all == null ? null : (ParametrizationList) all.children().get(name);
  }
}
