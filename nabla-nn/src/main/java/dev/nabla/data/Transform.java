package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.function.Function;

/**
 * A step of preparing data, perhaps a random one. What is random comes from the generator that is handed over and from nowhere else, so that a
 * {@link DataLoader} gives the same batches for a seed with any number of workers.
 *
 * @param <A> what goes in
 * @param <B> what comes out
 */
@FunctionalInterface
public interface Transform<A, B> {
  /** {@code x} transformed, with random numbers from {@code random}. Several threads may call it at once. */
  B apply(A x, Generator random);

  /** {@code x} transformed, with random numbers from the default generator. */
  default B apply(A x) {
    return apply(x, Nabla.defaultGenerator());
  }

  /** This transform, then {@code next}. */
  default <C> Transform<A, C> then(Transform<? super B, ? extends C> next) {
    return (x, random) -> next.apply(apply(x, random), random);
  }

  /** The transform that {@code function} is; nothing about it is random. */
  static <A, B> Transform<A, B> of(Function<? super A, ? extends B> function) {
    return (x, _) -> function.apply(x);
  }

  /** All of {@code steps}, one after another. */
  @SafeVarargs
  static <A> Transform<A, A> compose(Transform<A, A>... steps) {
    Transform<A, A> all = (x, _) -> x;
    for (Transform<A, A> step : steps) {
      all = all.then(step);
    }
    return all;
  }
}
