package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes a batch of examples. */
public final class Collate {
  private Collate() {}

  /**
   * The examples stacked along a new axis 0: tensors become a tensor, {@link Example}s an example, lists a list of the batches of their items, maps
   * a map of those of their values.
   *
   * @throws DataException if the examples differ in kind or shape, or are anything else; a {@link DataLoader} takes a function for these
   */
  @SuppressWarnings("unchecked") // each case gives what it was given
  public static <T> T stack(List<T> examples) {
    return (T) stackAll(examples);
  }

  private static Object stackAll(List<?> examples) {
    return switch (examples.getFirst()) {
      case Tensor _ -> tensors(part(examples, Tensor.class, t -> t));
      case Example _ -> new Example(tensors(part(examples, Example.class, Example::input)),
          tensors(part(examples, Example.class, Example::target)));
      case List<?> first -> lists(first.size(), part(examples, List.class, list -> (List<?>) list));
      case Map<?, ?> first -> maps(first, part(examples, Map.class, map -> (Map<?, ?>) map));
      case Object other -> throw new DataException("collate: cannot stack " + other.getClass().getSimpleName()
          + "; make tensors of them, or give the DataLoader a function that makes a batch of them");
    };
  }

  /** Each example, which must be of {@code type}, or a part of it. */
  private static <A, B> List<B> part(List<?> examples, Class<A> type, Function<A, B> part) {
    List<B> parts = new ArrayList<>(examples.size());
    for (Object e : examples) {
      if (!type.isInstance(e)) {
        throw new DataException("collate: the examples of a batch must be of one kind; got "
            + examples.getFirst().getClass().getSimpleName() + " and " + e.getClass().getSimpleName());
      }
      parts.add(part.apply(type.cast(e)));
    }
    return parts;
  }

  private static Tensor tensors(List<Tensor> all) {
    for (Tensor t : all) {
      if (!t.shape().equals(all.getFirst().shape())) {
        throw new DataException("collate: the examples of a batch must have one shape; got " + all.getFirst().shape()
            + " and " + t.shape() + "; crop, resize or pad them first");
      }
    }
    return Nabla.stack(all);
  }

  private static List<Object> lists(int size, List<List<?>> all) {
    List<Object> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      List<Object> items = new ArrayList<>();
      for (List<?> example : all) {
        if (example.size() != size) {
          throw new DataException(
              "collate: the lists of a batch must be equally long; got " + size + " and " + example.size() + " items");
        }
        items.add(example.get(i));
      }
      batch.add(stackAll(items));
    }
    return List.copyOf(batch);
  }

  private static Map<Object, Object> maps(Map<?, ?> first, List<Map<?, ?>> all) {
    Map<Object, Object> batch = new LinkedHashMap<>();
    for (Object key : first.keySet()) {
      List<Object> values = new ArrayList<>();
      for (Map<?, ?> example : all) {
        Object value = example.get(key);
        if (value == null) {
          throw new DataException("collate: an example of the batch lacks " + key);
        }
        values.add(value);
      }
      batch.put(key, stackAll(values));
    }
    return batch;
  }
}
