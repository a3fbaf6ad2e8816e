package dev.nabla.io;

import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's own files ({@code .pt}, {@code .pth}): what {@code torch.save} writes is read, and what is written here {@code torch.load} reads.
 *
 * <pre>{@code
 * model.loadStateDict(Torch.loadStateDict(Path.of("resnet18.pth")));
 * Torch.save(model.stateDict(), Path.of("mine.pt"));
 * }</pre>
 *
 * <p>A file can hold tensors, numbers, strings, truth values, None, and collections of these, nested at will:
 *
 * <table>
 * <caption>Python and Java</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>tensor, {@code Parameter}</td><td>{@link Tensor}, which {@link Tensor#isParameter is a parameter}</td></tr>
 * <tr><td>int, float, bool, str, None</td><td>{@link Long} ({@link java.math.BigInteger} beyond), {@link Double}, {@link Boolean}, {@link
 * String}, null</td></tr>
 * <tr><td>dict, {@code OrderedDict}, {@code defaultdict}, {@code Counter}</td><td>{@link LinkedHashMap}</td></tr>
 * <tr><td>list, tuple, set, bytes</td><td>{@link java.util.ArrayList}, {@link Tuple}, {@link java.util.LinkedHashSet}, {@code byte[]}</td></tr>
 * <tr><td>{@code torch.Size}, {@code torch.dtype}, {@code torch.device}</td><td>{@link dev.nabla.type.Shape}, {@link dev.nabla.type.DType},
 * {@link Device}</td></tr>
 * </table>
 *
 * <p>Nothing else is ever built: a file that asks for another class or function is refused by name, as {@code torch.load(weights_only=True)}
 * does. Strides, offsets, storages that tensors share and {@code requires_grad} are kept, in both directions.
 */
public final class Torch {
  private Torch() {}

  /**
   * What {@code file} holds: the zip format and the one before PyTorch 1.6.
   *
   * @throws FormatError if the file is missing, damaged, or holds anything but the above
   */
  public static @Nullable Object load(Path file) {
    return Source.<@Nullable Object>read(file, TorchReader::read);
  }

  /**
   * The tensors by name that {@code file} holds: what {@code Module.loadStateDict} takes.
   *
   * @throws FormatError as {@link #load}, and if the file holds something else, such as a checkpoint with a state dict inside
   */
  public static Map<String, Tensor> loadStateDict(Path file) {
    return stateDict(load(file), file.toString());
  }

  /** {@code value} as tensors by name; errors call it {@code from}. */
  static Map<String, Tensor> stateDict(@Nullable Object value, String from) {
    if (!(value instanceof Map<?, ?> m)) {
      throw new FormatError(from, 0, "expected a state dict; it holds " + (value == null
          ? "None"
          : "a "
              + value.getClass().getSimpleName())
          + ": use Torch.load");
    }
    Map<String, Tensor> out = new LinkedHashMap<>();
    m.forEach((key, t) -> {
      if (!(key instanceof String name) || !(t instanceof Tensor tensor)) {
        throw new FormatError(from, 0, "expected a state dict of tensors by name; \"" + key + "\" is none, among "
            + m.keySet() + ": use Torch.load and take the state dict out of it");
      }
      out.put(name, tensor);
    });
    return out;
  }

  /**
   * Writes {@code value} in the zip format. The file appears whole or not at all. Whole numbers, real numbers, strings, truth values, null, lists,
   * {@link Tuple}s, maps, sets, tensors and {@code byte[]} can be written.
   */
  public static void save(@Nullable Object value, Path file) {
    Pickler pickler = new Pickler();
    byte[] pickle = pickler.pickle(value);
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String folder = (dot > 0 ? name.substring(0, dot) : name) + "/";
    AtomicFile.write(file, out -> write(out, folder, pickle, pickler.storages()));
  }

  private static void write(OutputStream out, String folder, byte[] pickle, List<Storage> storages)
      throws IOException {
    try (ZipWriter zip = new ZipWriter(out)) {
      zip.store(folder + "data.pkl", o -> o.write(pickle));
      zip.store(folder + "byteorder", o -> o.write("little".getBytes(StandardCharsets.US_ASCII)));
      for (int i = 0; i < storages.size(); i++) {
        Storage s = storages.get(i);
        zip.store(folder + "data/" + i, o -> Elements.write(s, o));
      }
      zip.store(folder + "version", o -> o.write("3\n".getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
