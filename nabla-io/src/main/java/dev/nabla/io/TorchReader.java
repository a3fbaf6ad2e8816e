package dev.nabla.io;

import dev.nabla.kernel.Storage;
import dev.nabla.type.DType;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code torch.save} has written: a zip archive of a pickle and the storages (since PyTorch 1.6), or before that a row of pickles
 * followed by the storages.
 */
final class TorchReader {
  private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long LEGACY_PROTOCOL = 1001;
  private static final String PICKLE = "/data.pkl";

  private TorchReader() {}

  static @Nullable Object read(Source source) {
    if (ZipArchive.isZip(source)) {
      return readZip(new ZipArchive(source), source);
    }
    if (source.u8(0) == 0x80) {
      return new Legacy(source).read();
    }
    throw source.error(0, "expected a PyTorch file: a zip archive or a pickle; got other bytes");
  }

  private static @Nullable Object readZip(ZipArchive archive, Source source) {
    String folder = null;
    for (String name : archive.names()) {
      if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
        folder = name.substring(0, name.indexOf('/') + 1);
      }
    }
    if (folder == null) {
      throw source.error(0, "expected an entry data.pkl in a folder of the archive; this is no PyTorch file");
    }
    Source pickle = archive.open(folder + "data.pkl");
    return new Unpickler(pickle, 0, new TorchGlobals(new Zipped(archive, folder))).load();
  }

  /** Storages that are entries of an archive. Those of one key and type are one buffer, so that views stay views. */
  private static final class Zipped implements TorchGlobals.Storages {
    private record Key(String key, DType dtype, int count) {}

    private final ZipArchive archive;
    private final String folder;
    private final ByteOrder order;
    private final Map<Key, Storage> storages = new HashMap<>();

    Zipped(ZipArchive archive, String folder) {
      this.archive = archive;
      this.folder = folder;
      this.order = order(archive, folder + "byteorder");
    }

    private static ByteOrder order(ZipArchive archive, String name) {
      if (!archive.contains(name)) {
        return ByteOrder.LITTLE_ENDIAN;
      }
      Source s = archive.open(name);
      return switch (s.text(0, s.size(), StandardCharsets.US_ASCII, "a byte order")) {
        case "little" -> ByteOrder.LITTLE_ENDIAN;
        case "big" -> ByteOrder.BIG_ENDIAN;
        default -> throw s.error(0, "expected the byte order \"little\" or \"big\"");
      };
    }

    @Override
    public Storage get(String key, DType dtype, int count, Tuple id, Unpickler by) {
      Storage known = storages.get(new Key(key, dtype, count));
      if (known != null) {
        return known;
      }
      Source s = archive.open(folder + "data/" + key);
      if (s.size() != (long) count * dtype.bytes()) {
        throw s.error(0, "expected storage " + key + " to have " + count + " elements of " + dtype + "; it has "
            + s.size() + " bytes");
      }
      Storage read = Elements.read(s, 0, count, dtype, order);
      storages.put(new Key(key, dtype, count), read);
      return read;
    }
  }

  /**
   * The format before PyTorch 1.6: five pickles (a magic number, the version, facts on the system, the value, the keys of the storages), then
   * for each key the number of elements in 8 bytes and the elements.
   */
  private static final class Legacy implements TorchGlobals.Storages {
    private final Source source;
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private long at;
    private long claimed;

    Legacy(Source source) {
      this.source = source;
    }

    private @Nullable Object pickle() {
      Unpickler machine = new Unpickler(source, at, new TorchGlobals(this));
      Object out = machine.load();
      at = machine.position();
      return out;
    }

    @Nullable
    Object read() {
      if (!LEGACY_MAGIC.equals(pickle())) {
        throw source.error(0, "expected the magic number of a PyTorch file; this pickle is another one");
      }
      if (!Long.valueOf(LEGACY_PROTOCOL).equals(pickle())) {
        throw source.error(at, "expected version " + LEGACY_PROTOCOL + " of the format before this byte");
      }
      ByteOrder order = pickle() instanceof Map<?, ?> m && Boolean.FALSE.equals(m.get("little_endian"))
          ? ByteOrder.BIG_ENDIAN
          : ByteOrder.LITTLE_ENDIAN;
      Object value = pickle();
      if (!(pickle() instanceof List<?> keys) || !storages.keySet().equals(new java.util.LinkedHashSet<>(keys))) {
        throw source.error(at, "expected the keys of the " + storages.size() + " storages before this byte");
      }
      for (Object key : keys) {
        fill(java.util.Objects.requireNonNull(storages.get(key)), order);
      }
      return value;
    }

    private void fill(Storage s, ByteOrder order) {
      long count = order == ByteOrder.BIG_ENDIAN ? Long.reverseBytes(source.i64(at)) : source.i64(at);
      if (count != s.length()) {
        throw source.error(at, "expected a storage of " + s.length() + " elements; got one of " + count);
      }
      Elements.fill(s, source, at + 8, order);
      at += 8 + (long) s.length() * s.dtype().bytes();
    }

    @Override
    public Storage get(String key, DType dtype, int count, Tuple id, Unpickler by) {
      if (id.size() > 5 && id.get(5) != null) {
        throw by.error("expected a storage of its own; views of storages (PyTorch before 0.4) are not supported");
      }
      Storage known = storages.get(key);
      if (known == null) {
        claimed += (long) count * dtype.bytes();
        if (claimed > source.size()) {
          throw by
              .error("expected storages that fit into the file's " + source.size() + " bytes; they claim " + claimed);
        }
        known = Storage.allocate(dtype, count);
        storages.put(key, known);
      }
      if (known.dtype() != dtype || known.length() != count) {
        throw by.error("expected storage " + key + " to be " + known.length() + " elements of " + known.dtype()
            + " as before; got " + count + " of " + dtype);
      }
      return known;
    }
  }
}
