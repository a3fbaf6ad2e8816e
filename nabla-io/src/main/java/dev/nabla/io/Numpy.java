package dev.nabla.io;

import dev.nabla.ConcreteTensor;
import dev.nabla.Tensor;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * NumPy's files: {@code .npy} with one array, {@code .npz} with several by name. Arrays in Fortran order keep it, as strides; big-endian ones
 * are turned round.
 */
public final class Numpy {
  private static final String SUFFIX = ".npy";

  private Numpy() {}

  /**
   * The array of a {@code .npy} file, of format version 1 to 3.
   *
   * @throws FormatError if the file is missing, damaged, or holds elements that are no numbers of a type that tensors have
   */
  public static Tensor load(Path file) {
    return Source.read(file, Numpy::read);
  }

  /**
   * The arrays of a {@code .npz} file by name, stored or deflated.
   *
   * @throws FormatError as {@link #load}, and if the arrays are far larger than the file can account for
   */
  public static Map<String, Tensor> loadArchive(Path file) {
    return Source.read(file, Numpy::readArchive);
  }

  static Tensor read(Source source) {
    NpyHeader header = NpyHeader.read(source);
    Shape shape = header.shape();
    if (source.size() - header.length() != (long) shape.numel() * header.dtype().bytes()) {
      throw source.error(header.length(),
          "expected " + shape.numel() + " elements of " + header.dtype() + " up to the end of the file; got "
              + (source.size() - header.length()) + " bytes");
    }
    Shape stored = header.fortran() ? reversed(shape) : shape;
    Strided w = Strided.contiguous(
        Elements.read(source, header.length(), shape.numel(), header.dtype(), header.order()), stored);
    return ConcreteTensor.of(header.fortran() ? w.permute(backwards(shape.rank())) : w);
  }

  private static Shape reversed(Shape shape) {
    int[] dims = new int[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(dims.length - 1 - i);
    }
    return Shape.of(dims);
  }

  private static int[] backwards(int rank) {
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = rank - 1 - i;
    }
    return order;
  }

  static Map<String, Tensor> readArchive(Source source) {
    if (!ZipArchive.isZip(source)) {
      throw source.error(0, "expected an .npz file, which is a zip archive; got other bytes");
    }
    ZipArchive archive = new ZipArchive(source);
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (String entry : archive.names()) {
      String name = entry.endsWith(SUFFIX) ? entry.substring(0, entry.length() - SUFFIX.length()) : entry;
      out.put(name, read(archive.open(entry)));
    }
    return out;
  }

  /** Writes {@code tensor}, row-major and little-endian. The file appears whole or not at all. */
  public static void save(Path file, Tensor tensor) {
    byte[] header = NpyHeader.of(tensor);
    AtomicFile.write(file, out -> write(header, tensor, out));
  }

  /** Writes {@code tensors} by name, as NumPy's {@code savez}. The file appears whole or not at all. */
  public static void saveArchive(Path file, Map<String, Tensor> tensors) {
    saveArchive(file, tensors, false);
  }

  /** As {@link #saveArchive(Path, Map)}; {@code compressed} as NumPy's {@code savez_compressed}. */
  public static void saveArchive(Path file, Map<String, Tensor> tensors, boolean compressed) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    tensors.forEach((name, t) -> headers.put(name, NpyHeader.of(t)));
    AtomicFile.write(file, out -> {
      try (ZipWriter zip = new ZipWriter(out)) {
        for (var e : tensors.entrySet()) {
          AtomicFile.Content content = o -> write(headers.getOrDefault(e.getKey(), new byte[0]), e.getValue(), o);
          if (compressed) {
            zip.deflate(e.getKey() + SUFFIX, content);
          } else {
            zip.store(e.getKey() + SUFFIX, content);
          }
        }
      }
    });
  }

  private static void write(byte[] header, Tensor tensor, OutputStream out) throws IOException {
    out.write(header);
    Elements.write(tensor, out);
  }
}
