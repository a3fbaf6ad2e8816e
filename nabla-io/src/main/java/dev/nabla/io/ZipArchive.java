package dev.nabla.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip archive, ZIP64 included, as PKWARE's APPNOTE.TXT describes them. Stored entries are read where they lie; deflated ones
 * may not grow beyond {@link #limit} bytes in all, and no two entries share bytes, so that a small file can't fill the memory.
 */
final class ZipArchive {
  private static final int END = 0x0605_4B50;
  private static final int END64 = 0x0606_4B50;
  private static final int LOCATOR64 = 0x0706_4B50;
  private static final int CENTRAL = 0x0201_4B50;
  private static final int LOCAL = 0x0403_4B50;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;
  private static final long IN_ZIP64 = 0xFFFF_FFFFL;

  private static final long ALWAYS_ALLOWED = 1L << 28;
  private static final int EXPECTED_RATIO = 100;

  private final Source source;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final long limit;
  private long inflated;

  /** Where an entry lies. */
  private record Entry(String name, int method, long crc, long packed, long size, long header, long data) {}

  /** Reads the directory at the end of {@code source}. */
  ZipArchive(Source source) {
    this.source = source;
    this.limit = Math.max(ALWAYS_ALLOWED, EXPECTED_RATIO * source.size());
    readDirectory();
    checkApart();
  }

  /** Whether {@code source} begins as an archive does. */
  static boolean isZip(Source source) {
    return source.has(0, (byte) 'P', (byte) 'K', (byte) 3, (byte) 4)
        || source.has(0, (byte) 'P', (byte) 'K', (byte) 5, (byte) 6);
  }

  /** The names of the entries, in the order of the directory. */
  Iterable<String> names() {
    return entries.keySet();
  }

  /** Whether there is an entry of this name. */
  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** The contents of an entry, named {@code archive/entry}. */
  Source open(String name) {
    Entry e = entries.get(name);
    if (e == null) {
      throw source.error(source.size(),
          "expected an entry \"" + name + "\" in the archive; it has " + entries.keySet());
    }
    String full = source.name() + "/" + name;
    Source packed = source.part(e.data, e.packed, "the entry " + name);
    Source content = e.method == STORED ? packed : Source.of(full, inflate(e, packed));
    // PyTorch can be told to leave checksums out: they are 0 then.
    if (e.crc != 0 && e.crc != crc(content)) {
      throw source.error(e.data, "expected the checksum " + Long.toHexString(e.crc) + " of the entry " + name
          + "; its bytes give another one, so it is damaged");
    }
    return content;
  }

  private static long crc(Source content) {
    CRC32 crc = new CRC32();
    long step = 1 << 30;
    for (long at = 0; at < content.size(); at += step) {
      crc.update(content.bytes().asSlice(at, Math.min(step, content.size() - at)).asByteBuffer());
    }
    return crc.getValue();
  }

  private byte[] inflate(Entry e, Source packed) {
    if (e.size > Integer.MAX_VALUE - 8 || e.packed > Integer.MAX_VALUE || inflated + e.size > limit) {
      throw source.error(e.data, "expected entries of at most " + limit
          + " bytes in all once inflated, for a file of this size; the entry " + e.name + " alone says " + e.size);
    }
    inflated += e.size;
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed.bytes().asByteBuffer());
      byte[] out = new byte[(int) Math.min(e.size, 1 << 16)];
      int n = 0;
      while (true) {
        int got = inflater.inflate(out, n, out.length - n);
        n += got;
        if (n == out.length && n < e.size) {
          out = Arrays.copyOf(out, (int) Math.min(e.size, 2L * n));
        } else if (got == 0) {
          break;
        }
      }
      if (n != e.size || !inflater.finished() && inflater.inflate(new byte[1]) > 0) {
        throw source.error(e.data, "expected the entry " + e.name + " to inflate to " + e.size + " bytes; got "
            + (n == e.size ? "more" : Integer.toString(n)));
      }
      return out;
    } catch (DataFormatException damaged) {
      throw source.error(e.data, "expected deflated bytes in the entry " + e.name + "; got others");
    } finally {
      inflater.end();
    }
  }

  private void readDirectory() {
    long end = findEnd();
    long count = source.u16(end + 10);
    long size = source.u32(end + 12);
    long at = source.u32(end + 16);
    if (end >= 20 && source.i32(end - 20) == LOCATOR64) {
      long end64 = source.i64(end - 12);
      if (source.i32(end64) != END64) {
        throw source.error(end64, "expected the ZIP64 end of the directory");
      }
      count = source.i64(end64 + 32);
      size = source.i64(end64 + 40);
      at = source.i64(end64 + 48);
    }
    source.require(at, size, "the directory of the archive");
    long stop = at + size;
    for (long i = 0; i < count; i++) {
      at = readEntry(at, stop);
    }
  }

  /** The end record: the last thing in the file but for a comment. */
  private long findEnd() {
    long first = Math.max(0, source.size() - 22 - 0xFFFF);
    for (long at = source.size() - 22; at >= first; at--) {
      if (source.i32(at) == END && at + 22 + source.u16(at + 20) == source.size()) {
        return at;
      }
    }
    throw source.error(source.size(), "expected the directory of a zip archive at the end; the file is truncated");
  }

  /** Reads the directory's entry at {@code at}; returns where the next one begins. */
  private long readEntry(long at, long stop) {
    if (at + 46 > stop || source.i32(at) != CENTRAL) {
      throw source.error(at, "expected an entry of the archive's directory");
    }
    int nameLength = source.u16(at + 28);
    int extraLength = source.u16(at + 30);
    long next = at + 46 + nameLength + extraLength + source.u16(at + 32);
    if (next > stop) {
      throw source.error(at, "expected an entry that ends within the directory");
    }
    String name = new String(source.array(at + 46, nameLength, "a name"), StandardCharsets.UTF_8);
    long[] places = {source.u32(at + 24), source.u32(at + 20), source.u32(at + 42)};
    zip64(at + 46 + nameLength, extraLength, places);
    int method = source.u16(at + 10);
    if ((source.u16(at + 8) & ENCRYPTED) != 0 || method != STORED && method != DEFLATED) {
      throw source.error(at, "expected the entry " + name + " stored or deflated; it is encrypted or packed otherwise");
    }
    if (method == STORED && places[0] != places[1]) {
      throw source.error(at, "expected a stored entry of " + places[0] + " bytes; it takes " + places[1]);
    }
    long header = places[2];
    if (source.i32(header) != LOCAL) {
      throw source.error(header, "expected the header of the entry " + name);
    }
    long data = header + 30 + source.u16(header + 26) + source.u16(header + 28);
    source.require(data, places[1], "the entry " + name);
    if (entries.put(name, new Entry(name, method, source.u32(at + 16), places[1], places[0], header, data)) != null) {
      throw source.error(at, "expected entries of different names; got two of " + name);
    }
    return next;
  }

  /** Replaces those of size, packed size and place that did not fit into four bytes. */
  private void zip64(long extra, int length, long[] places) {
    for (long at = extra; at + 4 <= extra + length; at += 4 + source.u16(at + 2)) {
      if (source.u16(at) == 1) {
        long field = at + 4;
        for (int i = 0; i < 3; i++) {
          if (places[i] == IN_ZIP64) {
            places[i] = source.i64(field);
            field += 8;
          }
        }
      }
    }
  }

  private void checkApart() {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::header));
    for (int i = 1; i < sorted.size(); i++) {
      Entry before = sorted.get(i - 1);
      if (before.data + before.packed > sorted.get(i).header) {
        throw source.error(sorted.get(i).header,
            "expected entries that share no bytes; got " + before.name + " and " + sorted.get(i).name);
      }
    }
  }
}
