package dev.nabla.testkit.golden;

import java.util.EnumMap;
import java.util.Map;

/**
 * What became of one case.
 *
 * @param id its name in the corpus, such as {@code add/3}
 * @param verdicts for each aspect that was recorded
 */
public record CaseResult(String id, Map<Aspect, Verdict> verdicts) {
  /** Tries {@code entry} as one of {@code kind}. Whatever goes wrong ends in a verdict. */
  static CaseResult of(Entry entry, CaseKind kind) {
    Map<Aspect, Verdict> verdicts = new EnumMap<>(Aspect.class);
    try {
      kind.checks(entry).forEach((aspect, check) -> verdicts.put(aspect, verdict(check)));
    } catch (Unsupported e) {
      verdicts.put(Aspect.FORWARD, new Verdict.Missing(String.valueOf(e.getMessage())));
    }
    return new CaseResult(entry.id(), verdicts);
  }

  private static Verdict verdict(CaseKind.Check check) {
    try {
      check.run();
      return new Verdict.Passed();
    } catch (Unsupported e) {
      return new Verdict.Missing(String.valueOf(e.getMessage()));
    } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
      return new Verdict.Failed(e);
    }
  }

  /** Whether all aspects are as recorded. */
  public boolean passed() {
    return verdicts.values().stream().allMatch(v -> v instanceof Verdict.Passed);
  }

  /** The aspects that are not as recorded, and why: one line. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(id);
    verdicts.forEach((aspect, v) -> {
      if (!(v instanceof Verdict.Passed)) {
        out.append(out.length() == id.length() ? ": " : "; ").append(aspect).append(": ").append(v);
      }
    });
    return out.toString();
  }
}
