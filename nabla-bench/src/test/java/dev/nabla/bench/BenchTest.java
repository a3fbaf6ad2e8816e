package dev.nabla.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Tensor;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {
  private static final Machine MACHINE = new Machine("a processor", "a JVM", 2, 100, 10e9);

  @Test
  void everyWorkloadHasANameOfItsOwnAndATarget() {
    List<Workload> all = Workloads.all();
    assertThat(all.stream().map(Workload::name)).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(w -> assertThat(w.target()).isBetween(0.01, 1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar-chain", "small-16", "gemm-f64-64x4096x64", "gemm-f32-512-tt", "mlp-32",
    "conv-depthwise", "jacobian",
    "add-64k", "hessian-vector", "char-gpt"})
  void aWorkloadRunsInNablaAndGivesNumbers(String name) {
    Workload w = Workloads.all().stream().filter(x -> x.name().equals(name)).findFirst().orElseThrow();
    NablaLibrary lib = new NablaLibrary();
    List<Tensor> results = w.setup().in(lib).run();
    assertThat(results).isNotEmpty()
        .allSatisfy(r -> assertThat(DoubleStream.of(lib.read(r)).boxed()).isNotEmpty().allMatch(Double::isFinite));
  }

  /** The three first numbers of two series, worked out by hand with whole numbers of arbitrary length. */
  @Test
  void numbersAreThoseOfTheDefinition() {
    for (long series : new long[] {1, 7}) {
      for (long i = 0; i < 3; i++) {
        BigInteger two64 = BigInteger.TWO.pow(64);
        BigInteger h = new BigInteger("9E3779B97F4A7C15", 16)
            .multiply(BigInteger.valueOf(i + 1))
            .add(new BigInteger("D1B54A32D192ED03", 16).multiply(BigInteger.valueOf(series)))
            .mod(two64);
        h = h.xor(h.shiftRight(32)).multiply(new BigInteger("D6E8FEB86659FD93", 16)).mod(two64);
        h = h.xor(h.shiftRight(32)).shiftRight(40);
        assertThat(Numbers.at(series, i)).isEqualTo(h.doubleValue() / (1 << 23) - 1);
      }
    }
  }

  @Test
  void aDifferenceIsNamedWithItsPlaceAndBothValues() {
    assertThat(Agreement.difference(new double[][] {{1, 2}}, new double[][] {{1, 2.00001}}, 1e-4)).isEmpty();
    assertThat(Agreement.difference(new double[][] {{1}, {3, 2}}, new double[][] {{1}, {3, 2.1}}, 1e-4))
        .contains("result 1, element 1: 2.0 and 2.1");
    assertThat(Agreement.difference(new double[][] {{Double.NaN}}, new double[][] {{1}}, 1e-4)).contains("NaN and 1.0");
  }

  @Test
  void theRatioIsThatToTheFasterPeerThatComputesOpByOp() {
    Row row = row();
    assertThat(row.peer()).isEqualTo(new Measured("pytorch", 4, 3, 0));
    assertThat(row.ratio()).isEqualTo(0.5);
    assertThat(row.rate()).isEqualTo(2.0);
  }

  private static Row row() {
    Workload w = new Workload("w", Workload.Unit.FLOP, 2e6, 0.9, new Scalars.Chain());
    return new Row(w, new Measured("nabla", 2, 1, 10),
        List.of(new Measured("libtorch", 5, 3, 0), new Measured("pytorch", 4, 3, 0),
            new Measured("torch.compile", 1, 1, 0)));
  }

  @Test
  void theMedianIsTheMiddleOfTheSortedTimes() {
    assertThat(Measured.of("x", List.of(3e6, 1e6, 2e6, 10e6), 0)).isEqualTo(new Measured("x", 2.5, 1, 0));
  }

  @Test
  void theReportHoldsWhatWasMeasured(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("bench.json");
    Report.write(file, MACHINE, List.of(row()), List.of());
    JsonNode report = new JsonMapper().readTree(Files.readString(file));
    assertThat(report.get("machine").asString()).isEqualTo("a processor");
    assertThat(report.get("threads").asInt()).isEqualTo(2);
    JsonNode w = report.get("workloads").get(0);
    assertThat(w.get("name").asString()).isEqualTo("w");
    assertThat(w.get("ours_ms").asDouble()).isEqualTo(2);
    assertThat(w.get("peer").asString()).isEqualTo("pytorch");
    assertThat(w.get("ratio").asDouble()).isEqualTo(0.5);
    assertThat(w.get("ours_min_ms").asDouble()).isEqualTo(1);
    assertThat(w.get("peer_min_ms").asDouble()).isEqualTo(3);
  }
}
