package dev.nabla.testkit.golden;

import dev.nabla.Linalg;
import dev.nabla.Tensor;
import dev.nabla.testkit.golden.Values.Args;
import dev.nabla.testkit.golden.Values.Kwargs;
import dev.nabla.type.DType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of linear algebra whose arguments are arranged differently in Java. */
final class LinalgForms {
  private LinalgForms() {}

  static void add(Map<String, Forms.Form> forms) {
    forms.put("linalg.norm", (_, a, k) -> {
      Tensor x = converted(a, k);
      Object ord = argument(a, 1, k, "ord");
      int[] axes = axes(argument(a, 2, k, "dim"));
      boolean keep = Boolean.TRUE.equals(argument(a, 3, k, "keepdim"));
      return ord instanceof String s
          ? Linalg.norm(x, s, axes, keep)
          : Linalg.norm(x, ord == null ? null : (Double) Forms.number(ord), axes, keep);
    });
    forms.put("linalg.matrix_norm", (_, a, k) -> {
      Tensor x = converted(a, k);
      Object ord = argument(a, 1, k, "ord");
      int[] given = axes(argument(a, 2, k, "dim"));
      int[] axes = given == null ? new int[] {-2, -1} : given;
      boolean keep = Boolean.TRUE.equals(argument(a, 3, k, "keepdim"));
      return ord == null || ord instanceof String
          ? Linalg.matrixNorm(x, ord == null ? "fro" : (String) ord, axes, keep)
          : Linalg.matrixNorm(x, Forms.number(ord), axes, keep);
    });
    forms.put("linalg.vector_norm", (_, a, k) -> {
      Tensor x = converted(a, k);
      Object ord = argument(a, 1, k, "ord");
      int[] axes = axes(argument(a, 2, k, "dim"));
      boolean keep = Boolean.TRUE.equals(argument(a, 3, k, "keepdim"));
      return Linalg.vectorNorm(x, ord == null ? 2 : Forms.number(ord), axes == null ? new int[0] : axes, keep);
    });
    forms.put("linalg.cond", (_, a, k) -> {
      Object p = argument(a, 1, k, "p");
      Tensor x = Forms.tensor(a, 0);
      return p == null ? Linalg.cond(x) : p instanceof String s ? Linalg.cond(x, s) : Linalg.cond(x, Forms.number(p));
    });
    forms.put("linalg.matrix_rank", (_, a, k) -> rank(a, k));
    forms.put("linalg.pinv", (_, a, k) -> {
      boolean hermitian = Boolean.TRUE.equals(k.get("hermitian"));
      Object rtol = k.containsKey("rcond") ? k.get("rcond") : argument(a, 1, k, "rtol");
      return Linalg.pinv(Forms.tensor(a, 0), real(k.get("atol")), real(rtol), hermitian);
    });
    forms.put("linalg.lstsq", (_, a, k) -> {
      Object driver = k.get("driver");
      return Linalg.lstsq(Forms.tensor(a, 0), Forms.tensor(a, 1), real(argument(a, 2, k, "rcond")),
          driver == null ? "gelsy" : (String) driver);
    });
    for (String op : List.of("linalg.multi_dot", "chain_matmul")) {
      forms.put(op, (_, a, _) -> {
        List<?> all = a.size() == 1 && a.get(0) instanceof List<?> l ? l : a;
        return Linalg.multiDot(all.toArray(new Tensor[0]));
      });
    }
    forms.put("vander", (_, a, k) -> {
      Object n = argument(a, 1, k, "N");
      Tensor x = Forms.tensor(a, 0);
      Tensor y = n == null ? Linalg.vander(x) : Linalg.vander(x, Forms.whole(n));
      return Boolean.TRUE.equals(argument(a, 2, k, "increasing")) ? y : y.flip(-1);
    });
  }

  /** A tolerance for each matrix, or one for all; {@code tol} is the old name of the absolute one. */
  private static Tensor rank(Args a, Kwargs k) {
    Tensor x = Forms.tensor(a, 0);
    Object atol = k.containsKey("tol") ? k.get("tol") : k.get("atol");
    Object rtol = k.get("rtol");
    boolean hermitian = Boolean.TRUE.equals(k.get("hermitian"));
    if (atol instanceof Tensor || rtol instanceof Tensor) {
      return Linalg.matrixRank(x, (Tensor) atol, (Tensor) rtol, hermitian);
    }
    return Linalg.matrixRank(x, real(atol), real(rtol), hermitian);
  }

  private static @Nullable Double real(@Nullable Object v) {
    return v == null ? null : (Double) Forms.number(v);
  }

  /** An argument by its place or its name; null if it is not given. */
  static @Nullable Object argument(Args a, int i, Kwargs k,
      String name) {
    return a.size() > i ? a.get(i) : k.get(name);
  }

  /** Named arguments with one of them under another name. */
  static Kwargs renamed(Kwargs k, String from, String to) {
    if (k.containsKey(from)) {
      k.put(to, k.remove(from));
    }
    return k;
  }

  private static int @Nullable [] axes(@Nullable Object v) {
    return switch (v) {
      case null -> null;
      case List<?> l -> l.stream().mapToInt(Forms::whole).toArray();
      default -> new int[] {Forms.whole(v)};
    };
  }

  /** The first argument in the type that the argument dtype asks for. */
  private static Tensor converted(Args a, Kwargs k) {
    Tensor x = Forms.tensor(a, 0);
    return k.get("dtype") instanceof DType d ? x.to(d) : x;
  }
}
