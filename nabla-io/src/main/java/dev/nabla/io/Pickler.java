package dev.nabla.io;

import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as Python's pickle, protocol 2, the way {@code torch.save} does: tensors refer to storages, which are written beside the
 * pickle. What occurs twice is written once, and views of one storage share it.
 */
final class Pickler {
  private static final int DEEPEST = 400;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<Object, Integer> written = new IdentityHashMap<>();
  private final Map<String, Integer> globals = new HashMap<>();
  private final Map<Object, Integer> keys = new IdentityHashMap<>();
  private final List<Storage> storages = new ArrayList<>();
  private int remembered;

  /** The pickle of {@code value}. */
  byte[] pickle(@Nullable Object value) {
    opcode(0x80).opcode(2).write(value, 0).opcode('.');
    return out.toByteArray();
  }

  /** The storages of the tensors that were written; the key of each is its place. */
  List<Storage> storages() {
    return storages;
  }

  private Pickler write(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new NablaException("save: expected collections in at most " + DEEPEST + " others; these lie deeper");
    }
    return switch (value) {
      case null -> opcode('N');
      case Boolean b -> opcode(b ? 0x88 : 0x89);
      case Byte n -> whole(n);
      case Short n -> whole(n);
      case Integer n -> whole(n);
      case Long n -> whole(n);
      case BigInteger n -> whole(n);
      case Float x -> real(x);
      case Double x -> real(x);
      case String s -> string(s);
      case DType d -> global(d.torchName());
      default -> {
        Integer known = written.get(value);
        yield known != null ? recall(known) : once(value, depth);
      }
    };
  }

  /** Writes a value that later ones may refer to. */
  private Pickler once(Object value, int depth) {
    return switch (value) {
      case Tensor t when t.isParameter() ->
        function("torch._utils._rebuild_parameter").tensor(t).truth(t.requiresGrad()).empty().called().remember(value);
      case Tensor t -> tensor(t).remember(value);
      case Map<?, ?> m -> opcode('}').remember(value).entries(m, depth);
      case Tuple t -> opcode('(').items(t, depth).opcode('t').remember(value);
      case List<?> l -> opcode(']').remember(value).opcode('(').items(l, depth).opcode('e');
      case Set<?> s -> function("__builtin__.set").opcode(']').opcode('(').items(s, depth).opcode('e').called()
          .remember(value);
      case Shape s -> function("torch.Size").numbers(s.toArray()).called().remember(value);
      case Device d -> device(d).remember(value);
      case byte[] b -> function("_codecs.encode").string(new String(b, StandardCharsets.ISO_8859_1)).string("latin1")
          .called().remember(value);
      default -> throw new NablaException(
          "save: expected tensors, numbers, strings, lists, maps and sets of them; got a "
              + value.getClass().getName());
    };
  }

  private Pickler items(Iterable<?> items, int depth) {
    items.forEach(item -> write(item, depth + 1));
    return this;
  }

  private Pickler entries(Map<?, ?> map, int depth) {
    opcode('(');
    map.forEach((key, value) -> write(key, depth + 1).write(value, depth + 1));
    return opcode('u');
  }

  private Pickler device(Device d) {
    function("torch.device").string(d.type());
    return (d.index() == null ? this : whole(d.index())).called();
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, OrderedDict())}. */
  private Pickler tensor(Tensor t) {
    Strided w = Elements.window(t);
    Storage s = w.storage();
    Integer known = keys.putIfAbsent(s.array(), storages.size());
    if (known == null) {
      storages.add(s);
    }
    int key = known == null ? storages.size() - 1 : known;
    return function("torch._utils._rebuild_tensor_v2")
        .opcode('(').string("storage").global("torch." + TorchTypes.storage(w.dtype())).string(Integer.toString(key))
        .string("cpu").whole(s.length()).opcode('t').opcode('Q')
        .whole(w.offset()).numbers(w.shape().toArray()).numbers(w.strides()).truth(t.requiresGrad()).empty().called();
  }

  /** An empty {@code OrderedDict}: the hooks, which no file keeps. */
  private Pickler empty() {
    return function("collections.OrderedDict").called();
  }

  // --- the instructions ---

  private Pickler opcode(int opcode) {
    out.write(opcode);
    return this;
  }

  private Pickler function(String name) {
    return global(name).opcode('(');
  }

  private Pickler called() {
    return opcode('t').opcode('R');
  }

  private Pickler truth(boolean value) {
    return opcode(value ? 0x88 : 0x89);
  }

  private Pickler numbers(int[] numbers) {
    opcode('(');
    for (int n : numbers) {
      whole(n);
    }
    return opcode('t');
  }

  private Pickler whole(long n) {
    if (n >= 0 && n < 1 << 8) {
      return opcode('K').opcode((int) n);
    }
    return n == (int) n ? opcode('J').i32((int) n) : whole(BigInteger.valueOf(n));
  }

  private Pickler whole(BigInteger n) {
    byte[] digits = n.toByteArray();
    if (digits.length > 255) {
      throw new NablaException("save: expected whole numbers of at most 255 bytes; got one of " + digits.length);
    }
    opcode(0x8A).opcode(digits.length);
    for (int i = digits.length - 1; i >= 0; i--) {
      out.write(digits[i]);
    }
    return this;
  }

  private Pickler real(double x) {
    opcode('G');
    out.writeBytes(ByteBuffer.allocate(8).putDouble(x).array());
    return this;
  }

  private Pickler string(String s) {
    byte[] text = s.getBytes(StandardCharsets.UTF_8);
    opcode('X').i32(text.length);
    out.writeBytes(text);
    return this;
  }

  private Pickler global(String name) {
    Integer known = globals.get(name);
    if (known != null) {
      return recall(known);
    }
    int dot = name.lastIndexOf('.');
    out.writeBytes(
        ("c" + name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n").getBytes(StandardCharsets.UTF_8));
    globals.put(name, remembered);
    return put();
  }

  private Pickler remember(Object value) {
    written.put(value, remembered);
    return put();
  }

  private Pickler put() {
    return opcode('r').i32(remembered++);
  }

  private Pickler recall(int place) {
    return opcode('j').i32(place);
  }

  private Pickler i32(int n) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array());
    return this;
  }
}
