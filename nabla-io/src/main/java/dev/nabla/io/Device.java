package dev.nabla.io;

import org.jspecify.annotations.Nullable;

/** {@code torch.device} as files mention it, such as {@code cpu} or {@code cuda:0}; tensors are read into memory whatever it says. */
public record Device(String type, @Nullable Integer index) {
  /** A device without a number. */
  public Device(String type) {
    this(type, null);
  }

  @Override
  public String toString() {
    return index == null ? type : type + ":" + index;
  }
}
