package dev.nabla.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages: each room uses itself and the rooms that were built before it, never one above. */
class ArchitectureTest {
  private static final JavaClasses NABLA = new ClassFileImporter()
      .withImportOption(location -> !location.contains("/test-classes/"))
      .importPackages("dev.nabla");

  /** Finds the kernels: the one place that may name them. */
  private static final DescribedPredicate<? super JavaClass> BACKENDS = nameMatching(
      "dev\\.nabla\\.kernel\\.Backends(\\$.*)?");

  /** Every room with the rooms it may use, itself left out. A pattern ending in {@code ..} means subpackages too; {@code dev.nabla} is the core package alone. */
  private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

  static {
    room("dev.nabla.type..");
    room("dev.nabla.expr..", "dev.nabla.type..");
    room("dev.nabla.kernel", "dev.nabla.type..", "dev.nabla.expr..");
    room("dev.nabla.kernel.reference..", "dev.nabla.type..", "dev.nabla.expr..", "dev.nabla.kernel");
    room("dev.nabla.kernel.vector..", "dev.nabla.type..", "dev.nabla.expr..", "dev.nabla.kernel");
    room("dev.nabla.linalg..", "dev.nabla.kernel");

    String[] core = {"dev.nabla.type..", "dev.nabla.expr..", "dev.nabla.kernel", "dev.nabla"};
    room("dev.nabla", "dev.nabla.type..", "dev.nabla.expr..", "dev.nabla.kernel");
    room("dev.nabla.transform..", core);
    room("dev.nabla.compile..", with(core, "dev.nabla.transform.."));

    String[] library = with(core, "dev.nabla.transform..", "dev.nabla.compile..");
    room("dev.nabla.nn..", library);
    room("dev.nabla.optim..", with(library, "dev.nabla.nn.."));
    room("dev.nabla.data..", library);
    room("dev.nabla.io..", with(library, "dev.nabla.nn..", "dev.nabla.optim..", "dev.nabla.data.."));
    String[] all = with(library, "dev.nabla.nn..", "dev.nabla.optim..", "dev.nabla.data..", "dev.nabla.io..");
    room("dev.nabla.testkit", with(library, "dev.nabla.kernel.reference.."));
    room("dev.nabla.testkit.golden..", with(all, "dev.nabla.testkit"));
    room("dev.nabla.examples..", all);
    room("dev.nabla.cli..", with(all, "dev.nabla.testkit..", "dev.nabla.examples.."));
    room("dev.nabla.bench..", with(all, "dev.nabla.kernel.."));
  }

  private static void room(String room, String... mayUse) {
    ROOMS.put(room, List.of(mayUse));
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  static Stream<String> rooms() {
    return ROOMS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesOnlyWhatIsBelowIt(String room) {
    List<String> allowed = new ArrayList<>(ROOMS.get(room));
    allowed.add(room);
    noClasses()
        .that(resideInAPackage(room).and(not(BACKENDS)))
        .should().dependOnClassesThat(
            resideInAPackage("dev.nabla..").and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
        .allowEmptyShould(true)
        .check(NABLA);
  }

  @Test
  void backendsNamesNothingAboveTheKernels() {
    classes()
        .that(BACKENDS)
        .should().onlyDependOnClassesThat(
            not(resideInAPackage("dev.nabla..")).or(
                resideInAnyPackage("dev.nabla.type..", "dev.nabla.expr..", "dev.nabla.kernel..")))
        .allowEmptyShould(true)
        .check(NABLA);
  }

  @Test
  void everyPackageIsInARoom() {
    String[] rooms = ROOMS.keySet().toArray(String[]::new);
    classes().should().resideInAnyPackage(rooms).check(NABLA);
  }

  @Test
  void noTwoPackagesNeedEachOther() {
    slices().matching("dev.nabla.(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(NABLA);
  }

  @Test
  void theCoreNeedsNothingButTheJdk() {
    noClasses()
        .that(resideInAnyPackage("dev.nabla", "dev.nabla.type..", "dev.nabla.expr..", "dev.nabla.kernel..",
            "dev.nabla.transform..", "dev.nabla.compile.."))
        .should().dependOnClassesThat(
            not(resideInAnyPackage("dev.nabla..", "java..", "jdk.incubator.vector..", "org.jspecify.annotations..")))
        .allowEmptyShould(true)
        .check(NABLA);
  }

  /** Else the rules above would hold of nothing at all. */
  @Test
  void theClassesAreFound() {
    assertThat(NABLA.stream().map(JavaClass::getPackageName)).contains("dev.nabla");
  }
}
