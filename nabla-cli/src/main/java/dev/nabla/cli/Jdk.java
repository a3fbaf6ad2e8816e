package dev.nabla.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The tools of the JDK that runs this, with what they must be told to find Nabla. */
final class Jdk {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";

  private Jdk() {}

  static List<String> java() {
    return List.of(tool("java"), VECTOR, "-cp", classPath());
  }

  static List<String> jshell(Path startup) {
    return List.of(tool("jshell"), "--class-path", classPath(), "--add-modules", "jdk.incubator.vector", "-R" + VECTOR,
        "--startup", "DEFAULT", "--startup", startup.toString());
  }

  /** The exit status of a process that shares this one's terminal. */
  static int start(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
