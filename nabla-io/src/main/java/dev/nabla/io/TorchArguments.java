package dev.nabla.io;

import dev.nabla.ConcreteTensor;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of a call in a PyTorch file, and what the call builds of them. All of them are checked. */
record TorchArguments(String function, Tuple values, Unpickler by) {
  /** What a tensor costs at least, in bytes of the file that describe it. */
  private static final int TENSOR = 16;

  <T> T get(int i, Class<T> type) {
    return by.expect(i < values.size() ? values.get(i) : null, type,
        "a " + type.getSimpleName() + " as argument " + i + " of " + function);
  }

  private boolean truth(int i) {
    return values.size() > i && get(i, Boolean.class);
  }

  private int[] ints(int i) {
    List<?> items = get(i, List.class);
    by.charge(TENSOR + items.size());
    return items.stream().mapToInt(n -> index(by.expect(n, Long.class, "a whole number"))).toArray();
  }

  private int index(long n) {
    if (n < 0 || n > Integer.MAX_VALUE) {
      throw by.error("expected sizes, strides and offsets from 0 to 2^31 - 1; got " + n);
    }
    return (int) n;
  }

  Shape shape(int i) {
    long[] dims = java.util.Arrays.stream(ints(i)).asLongStream().toArray();
    return Elements.shape(dims, by::error);
  }

  /** A dict of the pairs, or a copy of the dict, that argument {@code i} holds. */
  Map<@Nullable Object, @Nullable Object> dict(int i) {
    Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
    if (values.size() > i && values.get(i) instanceof Map<?, ?> m) {
      by.charge(m.size());
      out.putAll(m);
    } else if (values.size() > i) {
      List<?> pairs = get(i, List.class);
      by.charge(pairs.size());
      for (Object item : pairs) {
        List<?> pair = by.expect(item, List.class, "a pair");
        if (pair.size() != 2) {
          throw by.error("expected pairs of key and value; got " + pair.size() + " items");
        }
        by.put(out, pair.get(0), pair.get(1));
      }
    }
    return out;
  }

  Set<@Nullable Object> set() {
    Set<@Nullable Object> out = new LinkedHashSet<>();
    if (!values.isEmpty()) {
      List<?> items = get(0, List.class);
      by.charge(items.size());
      by.addAll(out, new ArrayList<>(items));
    }
    return out;
  }

  /** Bytes, which protocol 2 writes as text. */
  byte[] encoded() {
    String text = get(0, String.class);
    by.charge(text.length());
    Charset charset = values.size() > 1 && get(1, String.class).equals("latin1")
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
    return text.getBytes(charset);
  }

  Device device() {
    return new Device(get(0, String.class), values.size() < 2 ? null : (Integer) index(get(1, Long.class)));
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}; the older one ends with the stride. */
  Tensor tensor() {
    Storage storage = get(0, TorchGlobals.Buffer.class).storage();
    int offset = index(get(1, Long.class));
    Shape shape = shape(2);
    int[] strides = ints(3);
    if (strides.length != shape.rank()) {
      throw by.error("expected as many strides as sizes; got " + strides.length + " and " + shape.rank());
    }
    long last = offset;
    for (int i = 0; i < strides.length; i++) {
      last += (shape.dim(i) - 1L) * strides[i];
    }
    if (offset > storage.length() || shape.numel() > 0 && last >= storage.length()) {
      throw by.error("expected a tensor within its storage of " + storage.length() + " elements; shape " + shape
          + " and strides " + java.util.Arrays.toString(strides) + " reach from " + offset + " to " + last);
    }
    Tensor t = ConcreteTensor.of(new Strided(storage, offset, shape, strides));
    return truth(4) ? differentiable(t).requiresGrad_() : t;
  }

  /** {@code _rebuild_parameter(data, requires_grad, hooks)}. Whole numbers can't be parameters here; they stay plain tensors. */
  Tensor parameter() {
    Tensor data = get(0, Tensor.class);
    by.charge(TENSOR);
    if (truth(1)) {
      return Nabla.parameter(differentiable(data));
    }
    return data.dtype().isFloating() ? Nabla.parameter(data).requiresGrad_(false) : data;
  }

  private Tensor differentiable(Tensor t) {
    if (!t.dtype().isFloating()) {
      throw by.error("expected a floating-point tensor where a gradient is wanted; got " + t.dtype());
    }
    return t;
  }
}
