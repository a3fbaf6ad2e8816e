package dev.nabla.testkit.golden;

import java.util.Map;

/** Learning rates of schedulers, step by step. */
final class SchedulerCases implements CaseKind {
  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    throw new Unsupported("no scheduler " + entry.text("scheduler"));
  }
}
