package dev.nabla.testkit.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recorded program: statements that call ops and name the results. */
final class Program {
  private final Map<String, @Nullable Object> variables = new HashMap<>();

  private Program() {}

  /** Runs the statements of {@code entry} on the leaves {@code x0}, {@code x1} …; what it returns. */
  static List<@Nullable Object> run(Entry entry, List<@Nullable Object> leaves, Calls calls) {
    Program program = new Program();
    for (int i = 0; i < leaves.size(); i++) {
      program.variables.put("x" + i, leaves.get(i));
    }
    for (Object statement : Values.list(entry.field("program"))) {
      program.step(new Entry(Values.map(statement)), calls);
    }
    List<@Nullable Object> out = new ArrayList<>();
    Values.list(entry.field("returns")).forEach(name -> out.add(program.variables.get(String.valueOf(name))));
    return out;
  }

  private void step(Entry statement, Calls calls) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    statement.named("kwargs").forEach((k, v) -> kwargs.put(k, resolve(v)));
    Object result = calls.call(statement.text("op"), Values.list(resolve(statement.values("args"))), kwargs);
    List<@Nullable Object> names = Values.list(statement.field("out"));
    boolean unpacked = names.size() > 1 || result instanceof List<?> l && l.size() == 1;
    for (int i = 0; i < names.size(); i++) {
      variables.put(String.valueOf(names.get(i)), unpacked ? Values.list(result).get(i) : result);
    }
  }

  /** {@code v} with the values of the variables that it refers to. */
  private @Nullable Object resolve(@Nullable Object v) {
    if (v instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(resolve(item)));
      return v instanceof Values.Tuple ? new Values.Tuple(out) : out;
    }
    return v instanceof Map<?, ?> m ? variables.get(String.valueOf(m.get("ref"))) : v;
  }
}
