package dev.nabla.data.text;

import dev.nabla.data.DataException;
import dev.nabla.data.IterableDataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 file, one after another; the file may be larger than memory.
 *
 * @param file the file
 */
public record TextLines(Path file) implements IterableDataset<String> {
  /**
   * The lines from the start; the file is open until the last line is read or the iterator is closed.
   *
   * @throws DataException if the file is missing, or, at a line, if it is not UTF-8
   */
  @Override
  public Iterator<String> iterator() {
    try {
      return new Lines(file, Files.newBufferedReader(file));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e, e);
    }
  }

  private static final class Lines implements Iterator<String>, AutoCloseable {
    private final Path file;
    private final BufferedReader in;
    private long number;
    private @Nullable String next;

    Lines(Path file, BufferedReader in) {
      this.file = file;
      this.in = in;
      this.next = read();
    }

    private @Nullable String read() {
      try {
        number++;
        String line = in.readLine();
        if (line == null) {
          in.close();
        }
        return line;
      } catch (CharacterCodingException e) {
        throw new DataException(file + ", near line " + number + ": not UTF-8; convert the file first", e);
      } catch (IOException e) {
        throw new DataException(file + ", line " + number + ": cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public String next() {
      String line = next;
      if (line == null) {
        throw new NoSuchElementException("the file is at its end");
      }
      next = read();
      return line;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
