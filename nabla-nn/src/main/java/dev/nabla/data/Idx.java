package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the IDX format of the MNIST files (unsigned bytes), gzipped or not: two zero bytes, the type (8 for unsigned bytes), the number of axes,
 * the sizes as big-endian 32-bit numbers, the elements in row-major order.
 */
public final class Idx {
  private Idx() {}

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int UNSIGNED_BYTE = 8;

  /**
   * The elements of {@code file} as a uint8 tensor with {@code rank} axes.
   *
   * @throws DataException if the file is missing, truncated, longer than it says, or no IDX file of that kind
   */
  public static Tensor read(Path file, int rank) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": no such file");
    }
    try (DataInputStream in = new DataInputStream(open(file))) {
      return read(file, in, rank);
    } catch (EOFException e) {
      throw new DataException(file + ": the file is truncated; fetch it again");
    } catch (ZipException e) {
      throw new DataException(file + ": the gzip data is damaged (" + e.getMessage() + "); fetch it again");
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    raw.mark(2);
    int magic = raw.read() << 8 | raw.read();
    raw.reset();
    try {
      return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(raw)) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static Tensor read(Path file, DataInputStream in, int rank) throws IOException {
    int magic = in.readInt();
    if (magic >>> 16 != 0 || (magic >> 8 & 0xFF) != UNSIGNED_BYTE) {
      throw new DataException(file + ": not an IDX file of unsigned bytes (it starts with 0x%08x)".formatted(magic));
    }
    if ((magic & 0xFF) != rank) {
      throw new DataException(file + ": " + (magic & 0xFF) + " axes where " + rank + " are expected ("
          + (rank == 3 ? "images" : "labels") + ")");
    }
    int[] dims = new int[rank];
    long n = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = in.readInt();
      n *= dims[i];
      if (dims[i] < 0 || n > Integer.MAX_VALUE) {
        throw new DataException(file + ": impossible size " + Integer.toUnsignedLong(dims[i]) + " on axis " + i);
      }
    }
    byte[] bytes = in.readNBytes((int) n);
    if (bytes.length < n) {
      throw new DataException(
          file + ": the file is truncated: " + n + " bytes announced, " + bytes.length + " found; fetch it again");
    }
    if (in.read() >= 0) {
      throw new DataException(file + ": longer than the " + n + " elements that it announces");
    }
    return Nabla.fromBytes(bytes, dims);
  }
}
