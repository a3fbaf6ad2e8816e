package dev.nabla.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nabla shell}: JShell, with Nabla imported. The script {@code ./nabla} does the same without this JVM. */
@Command(name = "shell", description = "Open JShell with Nabla imported, or run what comes on standard input.")
final class Shell implements Callable<Integer> {
  @Parameters(paramLabel = "ARGS", description = "Files and options for jshell.") private List<String> args = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path startup = Files.createTempFile("nabla", ".jsh");
    try (InputStream in = Shell.class.getResourceAsStream("startup.jsh")) {
      if (in == null) {
        throw new IllegalStateException("startup.jsh is missing beside " + Shell.class);
      }
      Files.write(startup, in.readAllBytes());
      List<String> command = new ArrayList<>(Jdk.jshell(startup));
      command.addAll(args);
      return Jdk.start(command);
    } finally {
      Files.delete(startup);
    }
  }
}
