package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Linear;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed over and over again ends with the same weights, to the bit, as one that nobody disturbed. */
class KillTest {
  private static final int STEPS = 120;
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Test
  void aKilledTrainingEndsInTheSameBits() throws Exception {
    assertThat(start("unbroken").waitFor()).isZero();
    Random random = new Random(4);
    int killed = 0;
    while (killed < KILLS && !Files.exists(folder.resolve("broken.weights.pt"))) {
      Process training = start("broken");
      long done = Files.exists(folder.resolve("broken.pt")) ? step("broken") : 0;
      // Somewhere in the next steps, at any instant of a step.
      waitForStep(training, done + 1 + random.nextInt(STEPS / KILLS / 2));
      training.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
      training.destroyForcibly().waitFor();
      assertThat(step("broken")).as("the checkpoint after a kill").isGreaterThan(done);
      killed++;
    }
    assertThat(killed).isGreaterThan(1);
    assertThat(start("broken").waitFor()).isZero();
    Map<String, Tensor> expected = Torch.loadStateDict(folder.resolve("unbroken.weights.pt"));
    Map<String, Tensor> got = Torch.loadStateDict(folder.resolve("broken.weights.pt"));
    assertThat(got.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, t) -> assertThat(got.get(name).equal(t)).as(name).isTrue());
  }

  private long step(String name) {
    Object all = Torch.load(folder.resolve(name + ".pt"));
    return all instanceof Map<?, ?> m && m.get("step") instanceof Long step ? step : -1;
  }

  private static void waitForStep(Process training, long step) throws IOException {
    for (String line = training.inputReader().readLine(); line != null; line = training.inputReader().readLine()) {
      if (line.equals(Long.toString(step))) {
        return;
      }
    }
  }

  private Process start(String name) throws IOException, URISyntaxException {
    Set<String> places = new LinkedHashSet<>();
    places.add(root(KilledTraining.class).toString());
    for (Class<?> c : new Class<?>[] {Torch.class, Linear.class, Nabla.class}) {
      places.add(Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dnabla.training=false", "-cp", String.join(File.pathSeparator, places),
        KilledTraining.class.getName(), folder.resolve(name + ".pt").toString(), Integer.toString(STEPS),
        folder.resolve(name + ".weights.pt").toString())).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The folder that a class of these tests lies in. */
  private static Path root(Class<?> c) throws URISyntaxException {
    Path file = Path.of(c.getResource(c.getSimpleName() + ".class").toURI());
    for (int up = c.getName().split("\\.", -1).length; up > 0; up--) {
      file = file.getParent();
    }
    return file;
  }
}
