package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.cli.TrainingCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that learns from CSV files, on files whose law is known. */
class TrainTabularTest {
  @TempDir Path folder;

  private Result train(String csv, String target, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), csv);
    List<String> all = new ArrayList<>(List.of("--out", folder.resolve("run").toString()));
    all.addAll(List.of(more));
    return TrainingCommand.of("tabular", file.toString(), "--target", target).run(all.toArray(String[]::new));
  }

  /** price = 3 area - 20 [in the city: no] + 100, between about -50 and 400. */
  private static String prices(int rows) {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("area,place,price\n");
    for (int i = 0; i < rows; i++) {
      double area = random.nextInt(1000) / 10.0;
      boolean city = random.nextBoolean();
      csv.append(area).append(city ? ",city," : ",country,").append(3 * area + (city ? 100 : 80)).append('\n');
    }
    return csv.toString();
  }

  private static double result(Result r, String measure) {
    Matcher m = Pattern.compile(measure + ": ([0-9.]+)\\s*$").matcher(r.out());
    assertThat(m.find()).as(r.out() + r.err()).isTrue();
    return Double.parseDouble(m.group(1));
  }

  @Test
  void aLawOfNumbersIsLearned() throws IOException {
    Result r = train(prices(400), "price", "--lr", "0.01");
    assertThat(r.out()).contains("320 rows to learn from, 80 to measure by; 2 columns, 3 inputs; to predict: a number");
    // The prices' standard deviation is about 87.
    assertThat(result(r, "val rmse")).isLessThan(5);
    assertThat(folder.resolve("run/metrics.jsonl")).content().contains("val_rmse", "val_mae", "val_loss");
    assertThat(folder.resolve("run/best.safetensors")).exists();
  }

  @Test
  void classesAreLearnedAndATrainingGoesOn() throws IOException {
    StringBuilder csv = new StringBuilder("x;y;kind\n");
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      csv.append(x).append(';').append(y).append(';').append(x * y > 0 ? "same" : "other").append('\n');
    }
    Result part = train(csv.toString(), "kind", "--separator", ";", "--lr", "0.01", "--epochs", "20", "--steps", "1");
    assertThat(part.status()).isEqualTo(2);
    assertThat(part.err()).contains("--steps and --epochs");
    Result r = train(csv.toString(), "kind", "--separator", ";", "--lr", "0.01");
    assertThat(r.out()).contains("to predict: 2 classes");
    assertThat(result(r, "val accuracy")).isGreaterThan(0.9);
    Result other = train(csv.toString(), "kind", "--separator", ";", "--resume", "--hidden", "8");
    assertThat(other.err()).contains("--hidden");
  }

  @Test
  void aFewWholeNumbersAreClassesUnlessSaidOtherwise() throws IOException {
    StringBuilder csv = new StringBuilder("x,stars\n");
    for (int i = 0; i < 50; i++) {
      csv.append(i).append(',').append(1 + i / 10).append('\n');
    }
    assertThat(train(csv.toString(), "stars", "--steps", "1").out()).contains("5 classes");
    assertThat(train(csv.toString(), "stars", "--steps", "1", "--task", "REGRESSION").out()).contains("a number");
  }

  @Test
  void whatIsWrongWithTheFileIsSaidWithPlaceAndRemedy() throws IOException {
    refused(train(prices(20), "cost"), "no column 'cost'", "area, place, price");
    refused(train(prices(20) + "1,city\n", "price"), "data.csv, line 22", "2 fields where the header has 3");
    refused(train(prices(20) + "1,city,cheap\n", "price"), "line 22, column price: 'cheap' is not a number");
    refused(train(prices(20) + "1,city,\n", "price"), "line 22, column price", "missing");
    refused(train(prices(20), "place", "--task", "REGRESSION"), "line 2, column place", "--task CLASSIFICATION");
    refused(train("a,b\n1,2\n", "b"), "1 rows");
    refused(train("a,b\n1,x\n2,x\n", "b"), "every row has the value x");
    refused(train(prices(20), "price", "--ignore", "colour"), "no column 'colour'");
    refused(train(prices(20), "price", "--ignore", "area,place"), "no column is left");
    refused(train(prices(20), "price", "--validation", "1.5"), "--validation", "1.5");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static void refused(Result r, String... parts) {
    assertThat(r.status()).isEqualTo(2);
    assertThat(r.err().strip().lines()).hasSize(1);
    assertThat(r.err()).contains(parts);
  }
}
