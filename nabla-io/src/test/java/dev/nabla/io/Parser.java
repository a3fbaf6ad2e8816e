package dev.nabla.io;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parsers, each as something that any bytes can be given to. */
enum Parser {
  TORCH {
    @Override
    @Nullable
    Object parse(Source source) {
      return TorchReader.read(source);
    }
  },
  /** The pickle machine alone: no checksum keeps changed bytes from it. */
  PICKLE {
    @Override
    @Nullable
    Object parse(Source source) {
      return new Unpickler(source, 0, new TorchGlobals((key, dtype, count, id, by) -> {
        if (count > 1000) {
          throw by.error("expected a small storage");
        }
        return Storage.allocate(dtype, count);
      })).load();
    }
  },
  NPY {
    @Override
    Object parse(Source source) {
      return Numpy.read(source);
    }
  },
  NPZ {
    @Override
    Object parse(Source source) {
      return Numpy.readArchive(source);
    }
  },
  SAFETENSORS {
    @Override
    Object parse(Source source) {
      return Safetensors.read(source).tensors();
    }
  };

  abstract @Nullable Object parse(Source source);

  /** Where its inputs are kept. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Gives {@code bytes} to the parser: whether it made a value of them. Anything but a value or a {@link FormatError} flies out. */
  boolean accepts(byte[] bytes) {
    try {
      check(parse(Source.of("fuzzed", bytes)), bytes.length);
      return true;
    } catch (FormatError e) {
      if (e.offset() < 0 || !e.file().startsWith("fuzzed") || e.getMessage() == null || e.getMessage().contains("\n")) {
        throw new AssertionError("an error that doesn't say in one line where it is: " + e.getMessage(), e);
      }
      return false;
    }
  }

  /** Makes sure that tensors lie within their storages; a value may share parts, so each is looked at on one way only. */
  private static void check(@Nullable Object value, int budget) {
    switch (value) {
      case Tensor t -> check(t);
      case Map<?, ?> m when !m.isEmpty() && budget > 0 -> m.values().forEach(v -> check(v, budget / m.size()));
      case List<?> l when !l.isEmpty() && budget > 0 -> l.forEach(v -> check(v, budget / l.size()));
      case Collection<?> c -> c.hashCode();
      case null, default -> String.valueOf(value).length();
    }
  }

  private static void check(Tensor t) {
    Strided w = Elements.window(t);
    if (t.numel() > 0) {
      w.storage().getDouble(w.position(0));
      w.storage().getDouble(w.position(t.numel() - 1));
    }
    if (t.numel() < 1000) {
      Nabla.noGrad(() -> t.detach().cloneTensor().toString());
    }
  }
}
