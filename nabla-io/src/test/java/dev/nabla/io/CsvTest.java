package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.data.DataException;
import dev.nabla.data.table.ColumnCode;
import dev.nabla.data.table.Table;
import dev.nabla.data.table.TableCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files, and the numbers that their columns become. */
class CsvTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private void refused(String text, String... parts) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> Csv.read(file)).isInstanceOf(DataException.class).hasMessageContaining("table.csv")
        .hasMessageContainingAll(parts).hasMessageNotContaining("\n");
  }

  @Test
  void fieldsInQuotesHoldSeparatorsLineBreaksAndQuotes() throws IOException {
    Table t = Csv.read(file("\uFEFFname, size\r\n\"a,b\",1\r\n\"say \"\"x\"\"\",2\r\n\n\"two\nlines\", 3 \r\nlast,4"));
    assertThat(t.columns()).containsExactly("name", "size");
    assertThat(t.rows()).extracting(r -> r.fields().getFirst()).containsExactly("a,b", "say \"x\"", "two\nlines",
        "last");
    assertThat(t.rows()).extracting(Table.Row::line).containsExactly(2L, 3L, 5L, 7L);
    assertThat(t.numbers("size")).hasToString("tensor([[1.],\n        [2.],\n        [3.],\n        [4.]])");
    assertThat(Csv.read(file("a;b\n1;2\n"), ';').numbers("b", "a").toFloatArray()).containsExactly(2, 1);
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() throws IOException {
    refused("", "is empty", "first line");
    refused("a,b\n1,2\n3\n", "line 3", "1 fields where the header has 2");
    refused("a,b\n1,2\n3,4,5\n", "line 3", "3 fields where the header has 2");
    refused("a,b,a\n1,2,3\n", "'a'", "rename");
    refused("a,b\n1,2\n\"3,4\n5,6\n", "quote");
    assertThatThrownBy(() -> Csv.read(folder.resolve("none.csv"))).hasMessageContaining("none.csv: no such file");
    Table t = Csv.read(file("a,b\n1,2\n3,x\n"));
    assertThatThrownBy(() -> t.numbers("c")).hasMessageContaining("no column 'c'").hasMessageContaining("a, b");
    assertThatThrownBy(() -> t.numbers("b")).hasMessageContaining("table.csv, line 3, column b: 'x' is not a number");
    Table one = Csv.read(file("a;b\n1;2\n"));
    assertThatThrownBy(() -> one.column("a")).hasMessageContaining("separator");
  }

  @Test
  void columnsAreCodedByTheTrainingRows() throws IOException {
    Table t = Csv.read(file("n,colour,gap,flag,id\n1,red,5,0,q\n3,blue,,1,r\n5,red,7,1,s\n99,green,NA,0,t\n"));
    int[] training = {0, 1, 2};
    TableCode code = TableCode.learn(t, training, List.of("n", "colour", "gap", "flag"), Set.of("flag"));
    // Mean 3 and variance 8/3 of 1, 3, 5; mean 6 and variance 1 of 5 and 7.
    assertThat(code.columns()).containsExactly(new ColumnCode.Numbers("n", 3, Math.sqrt(8.0 / 3), false),
        new ColumnCode.Categories("colour", List.of("blue", "red")), new ColumnCode.Numbers("gap", 6, 1, true),
        new ColumnCode.Categories("flag", List.of("0", "1")));
    float d = (float) (2 / Math.sqrt(8.0 / 3));
    assertThat(code.encode(t).toFloatArray()).containsExactly(
        -d, 0, 1, -1, 0, 1, 0,
        0, 1, 0, 0, 1, 0, 1,
        d, 0, 1, 1, 0, 0, 1,
        (float) (96 / Math.sqrt(8.0 / 3)), 0, 0, 0, 1, 1, 0);
  }

  @Test
  void columnsThatSayNothingAreLeftOutAndStrayWordsFound() throws IOException {
    StringBuilder text = new StringBuilder("name,none,x\n");
    for (int i = 0; i < 60; i++) {
      text.append("name").append(i).append(",,").append(i == 41 ? "oops" : i).append('\n');
    }
    Table t = Csv.read(file(text.toString()));
    int[] rows = java.util.stream.IntStream.range(0, 60).toArray();
    TableCode code = TableCode.learn(t, rows, List.of("name", "none"), Set.of());
    assertThat(code.leftOut()).containsExactly("name", "none");
    assertThat(code.width()).isZero();
    assertThatThrownBy(() -> TableCode.learn(t, rows, List.of("x"), Set.of()))
        .hasMessageContaining("line 43, column x: 'oops' is not a number, but 59 other fields");
  }

  /** Any bytes give a table or an error that names the file. */
  @Test
  void randomBytesGiveATableOrAnErrorOfItsOwn() throws IOException {
    Random random = new Random(5);
    byte[] likely = {',', '"', '\n', '\r', 'a', '1', ' ', (byte) 0xC3, 0, (byte) 0xFF};
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = likely[random.nextInt(likely.length)];
      }
      Path file = Files.write(folder.resolve("random.csv"), bytes);
      try {
        assertThat(Csv.read(file).columns()).isNotEmpty();
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("random.csv");
      }
    }
  }
}
