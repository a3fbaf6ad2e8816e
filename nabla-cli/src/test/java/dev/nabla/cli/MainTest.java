package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theVersionIsPrinted() {
    assertThat(nabla("--version")).isZero();
    assertThat(out.toString()).startsWith("nabla ").contains("Java 2");
  }

  @Test
  void theHelpListsTheCommands() {
    assertThat(nabla("--help")).isZero();
    assertThat(out.toString()).contains("run", "shell", "help");
    assertThat(nabla("run", "--help")).isZero();
    assertThat(out.toString()).contains("FILE.java");
  }

  @Test
  void unknownCommandsAndOptionsAreWrongUsage() {
    assertThat(nabla("walk")).isEqualTo(2);
    assertThat(err.toString()).contains("walk");
    assertThat(nabla("--wrong")).isEqualTo(2);
    assertThat(nabla("run")).isEqualTo(2);
    assertThat(nabla()).isEqualTo(2);
  }

  private int nabla(String... args) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    return main.execute(args);
  }
}
