package dev.nabla.io;

import dev.nabla.type.DType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** PyTorch's names of element types: {@code torch.float32} for the type, {@code torch.FloatStorage} for buffers of it. */
final class TorchTypes {
  private static final Map<String, DType> BY_NAME = Arrays.stream(DType.values())
      .collect(Collectors.toMap(DType::torchName, d -> d));
  private static final Map<String, DType> BY_STORAGE = Arrays.stream(DType.values())
      .collect(Collectors.toMap(d -> "torch." + storage(d), d -> d));

  private TorchTypes() {}

  /** The class of buffers, without its module. */
  static String storage(DType dtype) {
    return dtype.scalarName() + "Storage";
  }

  static Optional<DType> named(String global) {
    return Optional.ofNullable(BY_NAME.get(global));
  }

  static Optional<DType> ofStorage(String global) {
    return Optional.ofNullable(BY_STORAGE.get(global));
  }
}
