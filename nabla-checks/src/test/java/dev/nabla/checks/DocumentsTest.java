package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents tell the truth: their programs run, the names in them exist. */
class DocumentsTest {
  private static final Path ROOT = root();
  private static final JavaClasses NABLA = new ClassFileImporter()
      .withImportOption(location -> !location.contains("/test-classes/"))
      .importPackages("dev.nabla");

  /** Names in the documents that are meant as words, or stand for files. */
  private static final Set<String> WORDS = Set.of("CopySlices", "MUL");

  private static Path root() {
    Path p = Path.of("").toAbsolutePath();
    while (!Files.exists(p.resolve("CONTRIBUTING.md"))) {
      p = p.getParent();
    }
    return p;
  }

  private static List<String> programs(String document) throws IOException {
    List<String> out = new ArrayList<>();
    Matcher m = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(document)));
    while (m.find()) {
      out.add(m.group(1));
    }
    return out;
  }

  private static String run(String program, Path folder) throws Exception {
    Matcher m = Pattern.compile("public class (\\w+)").matcher(program);
    assertThat(m.find()).isTrue();
    String name = m.group(1);
    Path source = Files.writeString(folder.resolve(name + ".java"), program);
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp",
        System.getProperty("java.class.path"), "-d",
        folder.toString(), source.toString());
    assertThat(status).as("%s compiles", name).isZero();
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()},
            DocumentsTest.class.getClassLoader());
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      Method main = loader.loadClass(name).getMethod("main", String[].class);
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theReadmesProgramsRunAndPrintWhatItSays(@TempDir Path folder) throws Exception {
    List<String> programs = programs("README.md");
    assertThat(programs).hasSize(3);
    assertThat(run(programs.get(0), folder).replaceAll("\\s+", ""))
        .isEqualTo("tensor([[False],[True],[True],[False]])");
    // 3x²; then the derivatives of e^x.
    assertThat(run(programs.get(1), folder)).startsWith("tensor([ 3., 12., 27.], dtype=torch.float64)")
        .contains("tensor([ 2.7183,  7.3891, 20.0855], dtype=torch.float64)");
    assertThat(run(programs.get(2), folder)).contains("(conv): Conv2d(1, 8, kernel_size=(3, 3), stride=(1, 1))")
        .contains("[4, 10]");
  }

  @Test
  void bothReadmesShowTheSamePrograms() throws IOException {
    assertThat(programs("README.zh-CN.md")).isEqualTo(programs("README.md"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/architecture.md", "README.md", "README.zh-CN.md", "CONTRIBUTING.md"})
  void classesAndMethodsNamedInDocumentsExist(String document) throws IOException {
    Set<String> classes = NABLA.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
    Matcher m = Pattern.compile("`([A-Z][A-Za-z]*[a-z][A-Za-z]*)(?:\\.([A-Za-z_]+))?(?:\\(.*?\\))?`")
        .matcher(Files.readString(ROOT.resolve(document)));
    List<String> wrong = new ArrayList<>();
    int found = 0;
    while (m.find()) {
      String name = m.group(1);
      if (WORDS.contains(name) || name.endsWith("Backward") || name.endsWith("Specs")) {
        continue;
      }
      found++;
      if (!classes.contains(name) && !isOfTheJdk(name)) {
        wrong.add(m.group());
      } else if (m.group(2) != null && classes.contains(name) && !hasMember(name, m.group(2))) {
        wrong.add(m.group());
      }
    }
    assertThat(wrong).as("names in %s that do not exist", document).isEmpty();
    if (document.startsWith("docs/")) {
      assertThat(found).isGreaterThan(40);
    }
  }

  private static boolean isOfTheJdk(String name) {
    return Set.of("List", "Main", "Xor").contains(name);
  }

  private static boolean hasMember(String type, String member) {
    return NABLA.stream().filter(c -> c.getSimpleName().equals(type))
        .anyMatch(c -> c.getAllMembers().stream().map(JavaMember::getName).anyMatch(member::equals)
            || c.getAllRawInterfaces().stream().flatMap(i -> i.getMembers().stream()).map(JavaMember::getName)
                .anyMatch(member::equals));
  }

  @Test
  void theArchitecturePageListsEveryPackage() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/architecture.md"));
    for (String name : List.of("dev.nabla.type", "dev.nabla.expr", "dev.nabla.kernel", "dev.nabla.kernel.reference",
        "dev.nabla.kernel.vector",
        "dev.nabla", "dev.nabla.transform", "dev.nabla.nn")) {
      assertThat(page).contains("`" + name + "`");
    }
  }
}
