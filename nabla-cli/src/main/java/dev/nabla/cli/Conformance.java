package dev.nabla.cli;

import dev.nabla.testkit.golden.Aspect;
import dev.nabla.testkit.golden.CaseResult;
import dev.nabla.testkit.golden.Corpus;
import dev.nabla.testkit.golden.GroupResult;
import dev.nabla.testkit.golden.Verdict;
import dev.nabla.type.NablaException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nabla conformance}: tries recorded cases of PyTorch on Nabla. */
@Command(name = "conformance", description = "Try recorded cases of PyTorch on Nabla; the exit status is 1 if one failed.")
final class Conformance implements Callable<Integer> {
  private static final int FRAMES = 6;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the recorded cases: *.jsonl files and the folder checkpoints.") private Path folder = Path
      .of("");

  @Option(names = "--op", paramLabel = "NAME", description = "Only the cases of this op, such as nn.functional.conv2d.") private @Nullable String op;

  @Option(names = "--verbose", description = "List the cases that passed, too, and where exceptions came from.") private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Corpus.Outcome outcome = Corpus.in(folder).run(group -> op == null || op.equals(group));
    if (outcome.groups().isEmpty()) {
      throw new NablaException(folder + ": no cases " + (op == null ? "that can be run" : "of " + op)
          + "; a case is a line of a *.jsonl file with the fields id and op");
    }
    int width = outcome.groups().stream().mapToInt(g -> g.group().length()).max().orElse(0);
    out.printf("%-" + width + "s  cases     passed/failed/unsupported%n", "op");
    outcome.groups().forEach(g -> print(g, width, out));
    if (outcome.programs() > 0) {
      out.printf("%d Python programs were not run: their translations into Java are among Nabla's tests%n",
          outcome.programs());
    }
    int passed = outcome.groups().stream().mapToInt(GroupResult::passed).sum();
    int failed = outcome.groups().stream().mapToInt(g -> g.cases().size()).sum() - passed;
    out.printf("%d passed, %d failed%n", passed, failed);
    out.flush();
    return failed == 0 ? 0 : 1;
  }

  private void print(GroupResult g, int width, PrintWriter out) {
    String aspects = Arrays.stream(Aspect.values())
        .map(a -> "%-16s".formatted("%s %d/%d/%d".formatted(a, g.count(a, Verdict.Passed.class),
            g.count(a, Verdict.Failed.class), g.count(a, Verdict.Missing.class))))
        .collect(Collectors.joining("  "));
    out.printf("%-" + width + "s  %-8s  %s%n", g.group(), g.passed() + "/" + g.cases().size(), aspects.stripTrailing());
    g.cases().forEach(c -> print(c, out));
  }

  private void print(CaseResult c, PrintWriter out) {
    if (c.passed() && verbose) {
      out.printf("  %s: passed%n", c.id());
    }
    c.verdicts().forEach((aspect, verdict) -> {
      if (!(verdict instanceof Verdict.Passed)) {
        out.printf("  %s: %s: %s%n", c.id(), aspect, verdict);
      }
      if (verbose && verdict instanceof Verdict.Failed(Throwable cause)) {
        Arrays.stream(cause.getStackTrace()).limit(FRAMES).forEach(frame -> out.printf("      at %s%n", frame));
      }
    });
  }
}
