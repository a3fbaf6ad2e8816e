package dev.nabla.checks.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.nabla.F;
import dev.nabla.Linalg;
import dev.nabla.Nabla;
import dev.nabla.Special;
import dev.nabla.Tensor;
import dev.nabla.checks.Reasons;
import dev.nabla.testkit.OpSpec;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No function without a specification: what has none stands in {@code unspecified.txt}, under the reason. */
class CompletenessTest {
  private static Set<String> unspecified() {
    return Reasons.in("/unspecified.txt").all();
  }

  /** The names of the functions that are specified, and of their in-place forms. */
  private static Set<String> specified() {
    Set<String> out = new HashSet<>();
    Map<String, Boolean> inPlace = new HashMap<>();
    for (OpSpec s : OpSpecsTest.all()) {
      String name = s.name().split(" ")[0];
      out.add(name);
      inPlace.merge(name, s.hasInPlace(), Boolean::logicalOr);
    }
    inPlace.forEach((name, claimed) -> {
      if (claimed) {
        out.add(name + "_");
      }
    });
    return out;
  }

  private static boolean returnsTensors(Method m) {
    String type = m.getReturnType().getSimpleName();
    return m.getReturnType() == Tensor.class
        || m.getReturnType().isRecord() && m.getReturnType().getPackageName().equals("dev.nabla")
        || type.equals("List");
  }

  /** The methods of the facades, of F, of Special, of Linalg, and those functions of Nabla that give tensors. */
  private static Set<String> functions() {
    Set<String> out = new TreeSet<>();
    for (Class<?> facade : Tensor.class.getInterfaces()) {
      Stream.of(facade.getDeclaredMethods()).filter(m -> java.lang.reflect.Modifier.isPublic(m.getModifiers()))
          .map(Method::getName).forEach(out::add);
    }
    for (Class<?> c : List.of(F.class, Special.class, Linalg.class, Nabla.class)) {
      Stream.of(c.getDeclaredMethods())
          .filter(m -> java.lang.reflect.Modifier.isPublic(m.getModifiers()) && returnsTensors(m)).map(Method::getName)
          .forEach(out::add);
    }
    return out;
  }

  @Test
  void everyFunctionHasASpecification() {
    Set<String> open = new TreeSet<>(functions());
    open.removeAll(specified());
    open.removeAll(unspecified());
    assertThat(open)
        .as("functions without a line in the specifications; or list them in unspecified.txt, with the reason")
        .isEmpty();
  }

  @Test
  void everyElementwiseOpIsUsed() {
    JavaClasses core = new ClassFileImporter().withImportOption(l -> !l.contains("/test-classes/"))
        .importPackages("dev.nabla");
    List<String> unused = core.get("dev.nabla.Pointwise").getFields().stream()
        .filter(f -> f.getRawType().getSimpleName().equals("ElementwiseOp"))
        .filter(f -> f.getAccessesToSelf().stream().allMatch(a -> a.getOriginOwner().equals(f.getOwner())))
        .map(JavaField::getName).toList();
    assertThat(unused).as("ops of Pointwise that no function uses").isEmpty();
  }

  @Test
  void nothingIsListedThatDoesNotExist() {
    Set<String> stale = new TreeSet<>(unspecified());
    stale.removeAll(functions());
    assertThat(stale).as("names in unspecified.txt that no function has").isEmpty();
  }

  @Test
  void nothingIsListedThatHasASpecification() {
    Set<String> both = new TreeSet<>(unspecified());
    both.retainAll(specified());
    assertThat(both).as("names in unspecified.txt that have a specification").isEmpty();
  }
}
