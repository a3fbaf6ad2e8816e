package dev.nabla;

import dev.nabla.type.TensorType;

/** What a backward rule may look at: the tensors that {@link Op#saves} named, and the types of all inputs and outputs. */
public interface Saved {
  /** Input {@code i}, which must have been saved; an error if it was freed or modified since. */
  Tensor in(int i);

  /** The first output, which must have been saved. */
  Tensor out();

  /** Output {@code j}, which must have been saved. */
  Tensor out(int j);

  /** The number of inputs. */
  int inputs();

  /** The type of input {@code i}. */
  TensorType inType(int i);

  /** The type of output {@code j}. */
  TensorType outType(int j);

  /** Whether input {@code i} wants a cotangent. */
  boolean needs(int i);
}
