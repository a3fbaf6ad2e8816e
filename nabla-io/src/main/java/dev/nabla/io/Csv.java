package dev.nabla.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.nabla.data.DataException;
import dev.nabla.data.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads CSV files by RFC 4180: fields in quotes may hold separators, line breaks and doubled quotes. The text is UTF-8. */
public final class Csv {
  private Csv() {}

  /** Reads a file with commas between fields and the names of the columns in its first line. */
  public static Table read(Path file) {
    return read(file, ',');
  }

  /**
   * Reads a file with {@code separator} between fields and the names of the columns in its first line. Empty lines are passed over.
   *
   * @throws DataException if the file is missing, empty, has an open quote, or rows of another width than its first line
   */
  public static Table read(Path file, char separator) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": no such file");
    }
    List<Table.Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> records = CsvReader.builder().fieldSeparator(separator).detectBomHeader(true)
        .allowUnclosedQuote(false).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE).ofCsvRecord(file)) {
      records.forEach(r -> rows.add(new Table.Row(r.getStartingLineNumber(), r.getFields())));
    } catch (CsvParseException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getMessage() + " (" + e.getCause().getMessage() + ")";
      throw new DataException(
          file + ": not CSV after line " + (rows.isEmpty() ? 0 : rows.getLast().line()) + ": " + reason
              + "; look for a quote without its partner",
          e);
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      throw new DataException(file + ": is empty; its first line must name the columns");
    }
    List<String> names = rows.getFirst().fields().stream().map(String::strip).toList();
    return new Table(file.toString(), names, rows.subList(1, rows.size()));
  }
}
