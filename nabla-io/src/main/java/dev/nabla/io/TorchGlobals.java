package dev.nabla.io;

import dev.nabla.kernel.Storage;
import dev.nabla.type.DType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a PyTorch file may build besides numbers, strings and collections: tensors, their types, shapes and devices. */
final class TorchGlobals implements Unpickler.Globals {
  private static final String REBUILD = "torch._utils._rebuild_";
  private static final String FROM_TYPE = "torch._tensor._rebuild_from_type_v2";

  /** Functions and classes by name. Those after the blank line are only mentioned, never called. */
  private static final Set<String> KNOWN = Set.of("collections.OrderedDict", "collections.Counter",
      "collections.defaultdict", "builtins.set", "builtins.frozenset", "builtins.bytearray", "_codecs.encode",
      "torch.Size", "torch.device", REBUILD + "tensor", REBUILD + "tensor_v2", REBUILD + "parameter",
      REBUILD + "parameter_with_state", FROM_TYPE,

      "builtins.dict", "builtins.list", "builtins.tuple", "builtins.int", "builtins.float", "builtins.str",
      "builtins.bool", "torch.Tensor", "torch.nn.parameter.Parameter");

  private final Storages storages;

  TorchGlobals(Storages storages) {
    this.storages = storages;
  }

  /** Where the elements come from. */
  @FunctionalInterface
  interface Storages {
    /** The buffer {@code key} of {@code count} elements, the same one for the same key. */
    Storage get(String key, DType dtype, int count, Tuple id, Unpickler by);
  }

  private record Name(String name) implements Unpickler.Ingredient {}

  private record StorageType(DType dtype) implements Unpickler.Ingredient {}

  /** The elements that a tensor is built on. */
  record Buffer(Storage storage) implements Unpickler.Ingredient {}

  @Override
  public Object find(String name, Unpickler by) {
    if (KNOWN.contains(name)) {
      return new Name(name);
    }
    Optional<Object> type = TorchTypes.named(name).map(d -> (Object) d)
        .or(() -> TorchTypes.ofStorage(name).map(StorageType::new));
    return type.orElseThrow(() -> by.error(name.startsWith("torch.") && name.endsWith("Storage")
        ? "expected elements of a type among " + List.of(DType.values()) + "; got a " + name
        : "expected tensors, numbers, strings and collections; the file asks for " + name
            + ", and nothing else is built from a file"));
  }

  @Override
  public Object persistent(@Nullable Object id, Unpickler by) {
    Tuple t = by.expect(id, Tuple.class, "a tuple that names a storage");
    if (t.size() < 5 || !"storage".equals(t.get(0))) {
      throw by.error("expected a reference ('storage', type, key, place, count); got another one");
    }
    DType dtype = by.expect(t.get(1), StorageType.class, "a type of storage").dtype;
    String key = by.expect(t.get(2), String.class, "the key of a storage");
    long count = by.expect(t.get(4), Long.class, "the number of elements");
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw by.error("expected a storage of fewer than 2^31 elements; got " + count);
    }
    return new Buffer(storages.get(key, dtype, (int) count, t, by));
  }

  @Override
  public @Nullable Object call(Object function, Tuple a, Unpickler by) {
    String name = by.expect(function, Name.class, "a function that may be called").name;
    TorchArguments arguments = new TorchArguments(name, a, by);
    return switch (name) {
      case "collections.OrderedDict", "collections.Counter" -> arguments.dict(0);
      case "collections.defaultdict" -> arguments.dict(1);
      case "builtins.set", "builtins.frozenset" -> arguments.set();
      case "builtins.bytearray" -> a.isEmpty() ? new byte[0] : arguments.get(0, byte[].class);
      case "_codecs.encode" -> arguments.encoded();
      case "torch.Size" -> arguments.shape(0);
      case "torch.device" -> arguments.device();
      case REBUILD + "tensor", REBUILD + "tensor_v2" -> arguments.tensor();
      case REBUILD + "parameter", REBUILD + "parameter_with_state" -> arguments.parameter();
      case FROM_TYPE -> fromType(arguments, by);
      default -> throw by.error("expected a function that may be called; got " + name);
    };
  }

  /** {@code _rebuild_from_type_v2(function, class, arguments, attributes)}: a tensor with attributes, which are dropped. */
  private @Nullable Object fromType(TorchArguments arguments, Unpickler by) {
    Name function = arguments.get(0, Name.class);
    if (function.name.equals(FROM_TYPE)) {
      throw by.error("expected a function that builds a tensor; got " + FROM_TYPE);
    }
    return call(function, arguments.get(2, Tuple.class), by);
  }
}
