package dev.nabla.testkit.golden;

import java.util.EnumMap;
import java.util.Map;

/** Calls of one op, and short programs: values, gradients, tangents, second order, errors. */
final class OpCases implements CaseKind {
  private final Calls calls = new Calls();

  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    OpCase test = new OpCase(entry, calls);
    Map<Aspect, Check> out = new EnumMap<>(Aspect.class);
    if (entry.has("error")) {
      out.put("backward".equals(entry.fields().get("error_phase")) ? Aspect.BACKWARD : Aspect.FORWARD, test::error);
      return out;
    }
    out.put(Aspect.FORWARD, test::values);
    if (!entry.values("grads").isEmpty() && !entry.has("backward_error")) {
      out.put(Aspect.BACKWARD, test::gradients);
      if (entry.has("jvp")) {
        out.put(Aspect.JVP, test::tangents);
      }
      if (entry.has("double_backward")) {
        out.put(Aspect.DOUBLE_BACKWARD, test::second);
      }
    }
    return out;
  }
}
