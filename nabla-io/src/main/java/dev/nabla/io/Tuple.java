package dev.nabla.io;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Python's tuple: a list that can't be changed, and that is written to a file as a tuple. It equals any list of the same items. */
public final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {
  private final @Nullable Object[] items;

  private Tuple(@Nullable Object[] items) {
    this.items = items;
  }

  /** The tuple of these items; the array is copied. */
  public static Tuple of(@Nullable Object... items) {
    return new Tuple(items.clone());
  }

  /** The tuple of these items. */
  public static Tuple copyOf(List<? extends @Nullable Object> items) {
    return new Tuple(items.toArray());
  }

  @Override
  public @Nullable Object get(int i) {
    return items[i];
  }

  @Override
  public int size() {
    return items.length;
  }
}
