package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * An op that is its first input with some elements replaced: scatters and assignments by index. One kernel serves the form that copies and the
 * one in place.
 */
interface UpdateOp extends JointOp {
  /** Changes {@code self}, which holds the elements of {@code in[0]}. */
  void update(Strided self, Tensor[] in);

  @Override
  default Tensor[] runAll(Tensor[] in) {
    Strided out = Strided.allocate(in[0].dtype(), in[0].shape());
    Backends.active().convert(Dispatch.data(in[0]), out);
    update(out, in);
    return new Tensor[] {new ConcreteTensor(out)};
  }

  /** Writes the result of {@code op} into its first input. Call after all checks. */
  static Tensor write(UpdateOp op, Tensor... in) {
    Tensor self = in[0];
    Level top = Dispatch.top(in);
    if (top != null) {
      return InPlace.writeWrapped(op, self, Dispatch.apply(op, in.clone()), top);
    }
    ConcreteTensor c = (ConcreteTensor) self;
    boolean recording = Dispatch.recording(in);
    InPlace.check(c, recording);
    int saves = recording ? op.saves(0xFFFF) : 0;
    Tensor[] read = in.clone();
    for (int i = 0; i < in.length; i++) {
      if (i == 0 ? (saves & 1) != 0 : InPlace.sharesStorage(in[i], c)) {
        read[i] = copy(in[i]);
      }
    }
    if (c.dtype().isHalf()) {
      Backends.active().convert(Dispatch.data(Dispatch.apply(op, read)), c.window());
    } else {
      op.update(c.window(), read);
    }
    c.window().storage().bump();
    if (recording) {
      InPlace.record(Widened.of(op, in), in, read, c);
    }
    return self;
  }

  /** {@code op} on zeros of {@code type}: the cotangent of a tensor from which elements were picked. {@code rest} are the other inputs. */
  static Tensor ontoZeros(UpdateOp op, TensorType type, Tensor... rest) {
    Tensor[] in = new Tensor[rest.length + 1];
    in[0] = Indexing.zeros(type);
    System.arraycopy(rest, 0, in, 1, rest.length);
    // Nobody else sees these zeros, so they need no copy; a transform interprets only the form that copies.
    return Dispatch.top(in) == null ? write(op, in) : Dispatch.apply(op, in);
  }

  /** The elements as they are now, in the place of {@code t} in the graph, so that second derivatives flow through what is saved. */
  private static Tensor copy(Tensor t) {
    Strided out = Strided.allocate(t.dtype(), t.shape());
    Backends.active().convert(Dispatch.data(t), out);
    Tensor copy = new ConcreteTensor(out);
    Node node = t.node();
    if (node != null) {
      copy.node = node;
      copy.outputNr = t.outputNr;
    }
    return copy;
  }

  /** The tangent of an op that is linear in {@code in[0]} and {@code in[1]} together. */
  static @Nullable Tensor[] linear(Op op, Tensor[] in, @Nullable Tensor[] t) {
    Tensor[] all = in.clone();
    for (int i = 0; i < 2; i++) {
      Tensor ti = t[i];
      all[i] = ti != null ? ti : Nabla.zerosLike(in[i]);
    }
    return new @Nullable Tensor[] {Dispatch.apply(op, all)};
  }
}
