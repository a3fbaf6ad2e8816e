package dev.nabla.cli;

import dev.nabla.examples.Lesson;
import dev.nabla.type.NablaException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nabla tutorial}: lists the lessons, shows one and runs its program. */
@Command(name = "tutorial", description = "What automatic differentiation is, in short lessons with programs to run.", showDefaultValues = true)
final class Tutorial implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "LESSON", description = "The lesson to show and run, such as B2; all are listed without it.") private @Nullable String id;

  @Option(names = "--lang", paramLabel = "LANG", description = "Language of the texts: en or zh (default: the system's).") private String language = Locale
      .getDefault().getLanguage().equals("zh") ? "zh" : "en";

  @Option(names = "--all", description = "Run the programs of all lessons, without the texts.") private boolean all;

  @Override
  public Integer call() {
    if (!Lesson.LANGUAGES.contains(language)) {
      throw new NablaException("--lang: expected one of " + Lesson.LANGUAGES + ", got " + language);
    }
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true,
        StandardCharsets.UTF_8);
    System.setOut(out);
    if (all) {
      Lesson.ALL.forEach(Lesson::run);
    } else if (id == null) {
      Lesson.ALL.forEach(l -> out.printf("%-4s%s%n", l.id(), l.title(language)));
      out.printf("%n%s%n", language.equals("zh") ? "运行一课：nabla tutorial B2" : "Run one: nabla tutorial B2");
    } else {
      show(find(id), out);
    }
    out.flush();
    return 0;
  }

  private static Lesson find(String id) {
    return Lesson.ALL.stream().filter(l -> l.id().equalsIgnoreCase(id)).findFirst()
        .orElseThrow(() -> new NablaException("tutorial: no lesson \"" + id
            + "\"; there are " + Lesson.ALL.stream().map(Lesson::id).collect(Collectors.joining(", "))));
  }

  private void show(Lesson lesson, PrintStream out) {
    out.println(lesson.text(language));
    out.println((language.equals("zh") ? "程序：" : "The program: ") + "examples/src/main/java/"
        + lesson.main().getName().replace('.', '/') + ".java");
    lesson.run();
  }
}
