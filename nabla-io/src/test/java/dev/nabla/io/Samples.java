package dev.nabla.io;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Good files of every kind, to be damaged. */
final class Samples {
  private Samples() {}

  static List<byte[]> of(Parser parser, Path folder) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Nabla.arange(6.0).reshape(2, 3));
    tensors.put("b", Nabla.tensor(1L, -2L));
    tensors.put("mask", Nabla.tensor(true, false));
    Path file = folder.resolve("sample");
    List<byte[]> out = new ArrayList<>();
    switch (parser) {
      case TORCH -> {
        Torch.save(value(tensors), file);
        out.add(Files.readAllBytes(file));
        out.add(legacy(value(tensors)));
      }
      case PICKLE -> out.add(new Pickler().pickle(value(tensors)));
      case NPY -> {
        for (Tensor t : tensors.values()) {
          Numpy.save(file, t);
          out.add(Files.readAllBytes(file));
        }
      }
      case NPZ -> {
        for (boolean compressed : new boolean[] {false, true}) {
          Numpy.saveArchive(file, tensors, compressed);
          out.add(Files.readAllBytes(file));
        }
      }
      case SAFETENSORS -> {
        Safetensors.save(file, tensors, Map.of("a", "b"));
        out.add(Files.readAllBytes(file));
      }
    }
    Files.deleteIfExists(file);
    return out;
  }

  private static Object value(Map<String, Tensor> tensors) {
    Map<String, Object> value = new LinkedHashMap<>(tensors);
    value.put("t", tensors.get("w").t());
    value.put("p", Nabla.parameter(Nabla.ones(2)));
    value.put("list", List.of(1, -300, 2.5, "x", true, Tuple.of(1, 2), Set.of(5L), Nabla.FLOAT32, new Device("cpu"),
        tensors.get("w").shape(), new byte[] {1, -1}, BigInteger.TWO.pow(70)));
    value.put("groups", List.of(Map.of("lr", 0.1, "params", List.of(0, 1))));
    return value;
  }

  /** {@code value} in the format before PyTorch 1.6. */
  static byte[] legacy(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Pickler pickler = new Pickler();
    out.writeBytes(new Pickler().pickle(new BigInteger("1950a86a20f9469cfc6c", 16)));
    out.writeBytes(new Pickler().pickle(1001));
    out.writeBytes(new Pickler().pickle(Map.of("little_endian", true)));
    out.writeBytes(pickler.pickle(value));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < pickler.storages().size(); i++) {
      keys.add(Integer.toString(i));
    }
    out.writeBytes(new Pickler().pickle(keys));
    for (var s : pickler.storages()) {
      out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(s.length()).array());
      Elements.write(s, out);
    }
    return out.toByteArray();
  }
}
