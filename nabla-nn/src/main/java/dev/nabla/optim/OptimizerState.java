package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an optimizer's state dict says: what is remembered of each parameter, and each group's settings. */
record OptimizerState(Map<Tensor, Map<String, @Nullable Object>> states, List<Map<String, @Nullable Object>> settings) {
  private static final String STATE = "state";
  private static final String GROUPS = "param_groups";
  private static final String PARAMS = "params";

  /** Whether a tensor can be what is remembered of a parameter under a name. */
  @FunctionalInterface
  interface Fit {
    boolean test(Tensor param, String name, Tensor value);
  }

  /** The state dict of these groups. */
  static Map<String, Object> write(List<ParamGroup> groups, Map<Tensor, Map<String, @Nullable Object>> states) {
    Map<Integer, Object> remembered = new LinkedHashMap<>();
    List<Object> listed = new ArrayList<>();
    int n = 0;
    for (ParamGroup group : groups) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>(group.values());
      values.replaceAll((name, v) -> v instanceof List<?> list ? withNone(list) : v);
      List<Integer> ids = new ArrayList<>();
      for (Tensor p : group.params()) {
        Map<String, @Nullable Object> state = states.get(p);
        if (state != null && !state.isEmpty()) {
          remembered.put(n, new LinkedHashMap<>(state));
        }
        ids.add(n++);
      }
      values.put(PARAMS, ids);
      listed.add(values);
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(STATE, remembered);
    out.put(GROUPS, listed);
    return out;
  }

  /** The same list with null, as PyTorch's {@code None}, in place of what is not a number. */
  private static List<?> withNone(List<?> list) {
    List<@Nullable Object> out = new ArrayList<>(list);
    out.replaceAll(v -> v instanceof Double d && d.isNaN() ? null : v);
    return out;
  }

  /** Reads {@code dict} for an optimizer of these groups, called {@code owner}. */
  static OptimizerState read(String owner, Settings settings, List<ParamGroup> groups, Fit fit, Map<String, ?> dict) {
    if (!(dict.get(GROUPS) instanceof List<?> saved) || !(dict.get(STATE) instanceof Map<?, ?> remembered)) {
      throw new NablaException(owner + ": a state dict has \"" + STATE + "\", a map, and \"" + GROUPS
          + "\", a list; got entries " + dict.keySet());
    }
    if (saved.size() != groups.size()) {
      throw new NablaException(owner + ": loaded state dict has a different number of parameter groups: " + saved.size()
          + ", the optimizer has " + groups.size());
    }
    Map<Long, Tensor> params = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> values = new ArrayList<>();
    for (int i = 0; i < saved.size(); i++) {
      values.add(group(owner, settings, groups.get(i), (Map<?, ?>) saved.get(i), params));
    }
    Map<Tensor, Map<String, @Nullable Object>> states = new IdentityHashMap<>();
    remembered.forEach((id, state) -> {
      Tensor p = params.get(Long.valueOf(id.toString()));
      if (p == null) {
        throw new NablaException(
            owner + ": loaded state dict remembers parameter " + id + ", which no group has; they have "
                + params.keySet());
      }
      states.put(p, state(owner, p, (Map<?, ?>) state, fit));
    });
    return new OptimizerState(states, values);
  }

  /** The settings of one group; notes which numbers its parameters have. */
  private static Map<String, @Nullable Object> group(String owner, Settings settings, ParamGroup group, Map<?, ?> saved,
      Map<Long, Tensor> params) {
    List<?> ids = Settings.plain(saved.get(PARAMS)) instanceof List<?> list ? list : List.of();
    if (ids.size() != group.params().size()) {
      throw new NablaException(owner + ": loaded state dict contains a parameter group that doesn't match the size of "
          + "optimizer's group: " + ids.size() + " parameters, the optimizer's group has " + group.params().size());
    }
    for (int i = 0; i < ids.size(); i++) {
      params.put(((Number) ids.get(i)).longValue(), group.params().get(i));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    saved.forEach((key, value) -> {
      String name = key.toString();
      if (!name.equals(PARAMS)) {
        values.put(name, settings.has(name) ? settings.coerce(owner, name, value) : value);
      }
    });
    return values;
  }

  private static Map<String, @Nullable Object> state(String owner, Tensor p, Map<?, ?> saved, Fit fit) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    saved.forEach((key, value) -> {
      String name = key.toString();
      if (value instanceof Tensor t && !fit.test(p, name, t)) {
        throw new NablaException(owner + ": loaded state dict has " + name + " of shape " + t.shape()
            + " for a parameter of shape " + p.shape() + "; load it for the parameters that it was saved of");
      }
      if (value != null) {
        out.put(name, copy(p, value));
      }
    });
    return out;
  }

  /** A copy whose tensors have the parameter's type; single numbers, such as the count of steps, keep their own. */
  private static Object copy(Tensor p, Object value) {
    return switch (value) {
      case Tensor t when t.dim() > 0 && t.dtype().isFloating() -> t.detach().to(p.dtype()).cloneTensor();
      case Tensor t -> t.detach().cloneTensor();
      case List<?> list -> list.stream().map(v -> v == null ? 0.0 : copy(p, v)).toList();
      default -> value;
    };
  }
}
