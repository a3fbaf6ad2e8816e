package dev.nabla.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The program about data loading learns, and prints the same every time, whatever its workers do first. */
class DataLoadingTest {
  @Test
  void itLearnsAndRepeatsItself() {
    String first = ProgramsTest.outputOf(() -> DataLoading.main(new String[0]));
    assertThat(first.lines()).hasSize(3);
    String last = first.lines().toList().getLast();
    assertThat(Double.parseDouble(last.split(" ")[2])).isGreaterThan(0.6);
    assertThat(ProgramsTest.outputOf(() -> DataLoading.main(new String[0]))).isEqualTo(first);
  }
}
