package dev.nabla.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nabla run}: Java's own source launcher, with Nabla on the class path. The script {@code ./nabla} does the same without this JVM. */
@Command(name = "run", description = "Compile and run one Java file that uses Nabla; the exit status is the program's.")
final class Run implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE.java", description = "The program.") private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "ARGS", description = "What its main method gets.") private List<String> args = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Jdk.java());
    command.add(file.toString());
    command.addAll(args);
    return Jdk.start(command);
  }
}
