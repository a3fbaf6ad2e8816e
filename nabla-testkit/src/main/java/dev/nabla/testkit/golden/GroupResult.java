package dev.nabla.testkit.golden;

import java.util.List;

/** What became of the cases of one group: those of one op, or of one kind where there is no op. */
public record GroupResult(String group, List<CaseResult> cases) {
  /** How many cases are as recorded in all their aspects. */
  public int passed() {
    return (int) cases.stream().filter(CaseResult::passed).count();
  }

  /** How many cases have this kind of verdict for an aspect. */
  public int count(Aspect aspect, Class<? extends Verdict> verdict) {
    return (int) cases.stream().filter(c -> verdict.isInstance(c.verdicts().get(aspect))).count();
  }
}
