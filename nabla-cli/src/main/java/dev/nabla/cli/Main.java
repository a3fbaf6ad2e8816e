package dev.nabla.cli;

import dev.nabla.type.NablaException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The command {@code nabla}. Its exit status is 0, or 1 if a command failed, or 2 if the arguments make no sense. */
@Command(name = "nabla", description = "PyTorch-style automatic differentiation for the JVM.", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Main.Version.class, synopsisSubcommandLabel = "COMMAND", footer = "%nIn the source tree, @|bold ./nabla bench|@ measures Nabla against libtorch.",
    // One line for each command, in the order in which the help lists them.
    subcommands = {
      Train.class,
      Tutorial.class,
      Run.class,
      Shell.class,
      Conformance.class,
      HelpCommand.class,
    })
public final class Main {
  private Main() {}

  /** Carries out one command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine nabla = new CommandLine(new Main());
    // What follows FILE.java is the program's, options too.
    Objects.requireNonNull(nabla.getSubcommands().get("run")).setStopAtPositional(true);
    // What is wrong with a file or an option is told in one line.
    nabla.setExecutionExceptionHandler((e, command, _) -> {
      if (e instanceof NablaException) {
        command.getErr().println("nabla: " + e.getMessage());
        return command.getCommandSpec().exitCodeOnInvalidInput();
      }
      throw e;
    });
    return nabla;
  }

  /** The version in the jar's manifest, and the JVM that runs it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"nabla " + (version == null ? "(not from a jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")};
    }
  }
}
