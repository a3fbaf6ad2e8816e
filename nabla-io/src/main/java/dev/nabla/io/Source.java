package dev.nabla.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to read from: a file mapped into memory, or a part of one. Every access is checked; numbers are little-endian.
 *
 * @param name what errors call it
 * @param start where it begins in the file that {@code name} names: what errors add to a position
 */
record Source(String name, MemorySegment bytes, long start) {
  private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** An array as if it were a file. */
  static Source of(String name, byte[] bytes) {
    return new Source(name, MemorySegment.ofArray(bytes), 0);
  }

  /** What {@code reader} makes of {@code file}; the mapping ends with it, so nothing may keep the source. */
  static <T extends @Nullable Object> T read(Path file, Function<Source, T> reader) {
    try (Arena arena = Arena.ofConfined()) {
      return reader.apply(map(file, arena));
    }
  }

  /** The file, mapped as long as {@code arena} lives. */
  static Source map(Path file, Arena arena) {
    try (FileChannel in = FileChannel.open(file)) {
      // What lies in an archive, such as a jar, can't be mapped.
      if (!file.getFileSystem().equals(FileSystems.getDefault())) {
        return of(file.toString(), Files.readAllBytes(file));
      }
      return new Source(file.toString(), in.map(FileChannel.MapMode.READ_ONLY, 0, in.size(), arena), 0);
    } catch (NoSuchFileException e) {
      throw new FormatError(file.toString(), "no such file", e);
    } catch (IOException e) {
      throw new FormatError(file.toString(), "cannot be read: " + (Files.isDirectory(file) ? "it is a folder" : e), e);
    }
  }

  /** The number of bytes. */
  long size() {
    return bytes.byteSize();
  }

  /** An error at position {@code at} of this source. */
  FormatError error(long at, String problem) {
    return new FormatError(name, start + at, problem);
  }

  /** Makes sure that {@code n} bytes, which are {@code what}, stand at {@code at}. */
  void require(long at, long n, String what) {
    if (at < 0 || n < 0 || at > size() || n > size() - at) {
      throw error(Math.clamp(at, 0, size()),
          "expected " + what + " (" + n + " bytes at " + (start + at)
              + "); the file is truncated or damaged, it ends at "
              + (start + size()));
    }
  }

  /** A part, named as the whole. */
  Source part(long at, long n, String what) {
    require(at, n, what);
    return new Source(name, bytes.asSlice(at, n), start + at);
  }

  /** The same bytes under another name. */
  Source named(String other) {
    return new Source(other, bytes, start);
  }

  int u8(long at) {
    require(at, 1, "a byte");
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  int u16(long at) {
    require(at, 2, "a 2-byte number");
    return bytes.get(U16, at) & 0xFFFF;
  }

  int i32(long at) {
    require(at, 4, "a 4-byte number");
    return bytes.get(I32, at);
  }

  long u32(long at) {
    return i32(at) & 0xFFFF_FFFFL;
  }

  long i64(long at) {
    require(at, 8, "an 8-byte number");
    return bytes.get(I64, at);
  }

  /** A copy of {@code n} bytes. */
  byte[] array(long at, long n, String what) {
    require(at, n, what);
    if (n > Integer.MAX_VALUE - 8) {
      throw error(at, "expected at most 2^31 bytes of " + what + "; got " + n);
    }
    return bytes.asSlice(at, n).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Text of {@code n} bytes. */
  String text(long at, long n, Charset charset, String what) {
    byte[] encoded = array(at, n, what);
    try {
      return charset.newDecoder().decode(java.nio.ByteBuffer.wrap(encoded)).toString();
    } catch (CharacterCodingException e) {
      throw error(at, "expected " + what + " in " + charset + "; got other bytes");
    }
  }

  /** Whether the bytes at {@code at} are {@code expected}. */
  boolean has(long at, byte... expected) {
    return at >= 0 && at <= size() - expected.length
        && bytes.asSlice(at, expected.length).mismatch(MemorySegment.ofArray(expected)) < 0;
  }
}
