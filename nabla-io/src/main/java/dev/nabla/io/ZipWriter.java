package dev.nabla.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a zip archive, ZIP64 where it must be. Stored contents begin at multiples of 64 bytes, as in PyTorch's files. */
final class ZipWriter implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int EXTRA_HEADER = 4;
  /** The tag under which PyTorch pads. */
  private static final int PADDING = 0x4246;
  /** One time for all, so that equal contents give equal files. */
  private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final Counting counting;
  private final ZipOutputStream zip;

  ZipWriter(OutputStream out) {
    counting = new Counting(out);
    zip = new ZipOutputStream(counting);
  }

  /** Adds an entry as it is. {@code content} is written twice: its checksum stands before it. */
  void store(String name, AtomicFile.Content content) throws IOException {
    CRC32 crc = new CRC32();
    Counting length = new Counting(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
    content.writeTo(length);
    ZipEntry entry = entry(name, ZipEntry.STORED);
    entry.setSize(length.count);
    entry.setCompressedSize(length.count);
    entry.setCrc(crc.getValue());
    zip.flush();
    long start = counting.count + LOCAL_HEADER + EXTRA_HEADER + name.getBytes(StandardCharsets.UTF_8).length;
    int padding = (int) (Math.ceilDiv(start, ALIGNMENT) * ALIGNMENT - start);
    byte[] extra = new byte[EXTRA_HEADER + padding];
    extra[0] = (byte) PADDING;
    extra[1] = (byte) (PADDING >> 8);
    extra[2] = (byte) padding;
    entry.setExtra(extra);
    put(entry, content);
  }

  /** Adds an entry deflated. */
  void deflate(String name, AtomicFile.Content content) throws IOException {
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    put(entry(name, ZipEntry.DEFLATED), content);
  }

  private static ZipEntry entry(String name, int method) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    entry.setTimeLocal(TIME);
    return entry;
  }

  private void put(ZipEntry entry, AtomicFile.Content content) throws IOException {
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  /** Writes the directory; the stream beneath stays open. */
  @Override
  public void close() throws IOException {
    zip.finish();
  }

  /** Knows how many bytes went through. */
  private static final class Counting extends java.io.FilterOutputStream {
    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int n) throws IOException {
      out.write(bytes, from, n);
      count += n;
    }
  }
}
