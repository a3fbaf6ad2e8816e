package dev.nabla.kernel;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** What the service loader finds for {@link Decompositions}; it looks once, when first asked. */
final class FoundDecompositions {
  private FoundDecompositions() {}

  static final @Nullable Decompositions VALUE = ServiceLoader
      .load(Decompositions.class, Decompositions.class.getClassLoader()).findFirst().orElse(null);
}
