package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import java.util.List;
import java.util.Map;

/** Searching and counting: functions whose arguments are arranged differently in Java. */
final class CountingForms {
  private CountingForms() {}

  static void add(Map<String, Forms.Form> forms) {
    forms.put("searchsorted", (c, a, k) -> {
      Object side = k.remove("side");
      if (side != null) {
        k.put("right", side.equals("right"));
      }
      if (a.size() > 1 && a.get(1) instanceof Number v) {
        a.set(1, Nabla.tensor(v.doubleValue(), Forms.tensor(a, 0).dtype()));
      }
      return c.byName("searchsorted", a, k);
    });
    forms.put("histogram", (c, a, k) -> {
      if (k.remove("range") instanceof List<?> range) {
        k.put("low", range.get(0));
        k.put("high", range.get(1));
      }
      return c.byName("histogram", a, k);
    });
    // Here the results are always in order.
    forms.put("topk", (c, a, k) -> c.byName("topk", new Values.Args(a.subList(0, Math.min(a.size(), 4))), k));
  }
}
