package dev.nabla.testkit.golden;

import java.util.Map;

/** One kind of recorded cases, and how an entry of that kind is tried. */
public interface CaseKind {
  /** Compares one aspect of an entry with what was recorded. */
  @FunctionalInterface
  interface Check {
    /**
     * Returns if all is as recorded.
     *
     * @throws dev.nabla.testkit.Mismatch at the first difference
     * @throws Unsupported if Nabla lacks what is needed
     */
    void run();
  }

  /** The checks of {@code entry} for the aspects that are recorded, in the order in which they are run. */
  Map<Aspect, Check> checks(Entry entry);
}
