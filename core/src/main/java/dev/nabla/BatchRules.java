package dev.nabla;

/** What batching rules share. Inside a batch rule the batch is always axis 0. */
public final class BatchRules {
  private BatchRules() {}

  /** The batched {@code x} with size-1 axes after the batch axis, so that without the batch it has {@code rank} axes. */
  static Tensor alignRank(Tensor x, int rank) {
    Tensor y = x;
    while (y.dim() - 1 < rank) {
      y = y.unsqueeze(1);
    }
    return y;
  }

  /** The size of the batch among inputs flagged as batched. */
  static int size(Tensor[] in, boolean[] batched) {
    for (int i = 0; i < in.length; i++) {
      if (batched[i]) {
        return in[i].size(0);
      }
    }
    throw new AssertionError("no batched input");
  }

  /** All inputs with the batch as axis 0: those without it are broadcast along it. */
  static Tensor[] all(Tensor[] in, boolean[] batched) {
    int n = size(in, batched);
    Tensor[] out = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = batched[i] ? in[i] : in[i].expand(in[i].shape().insert(0, n));
    }
    return out;
  }
}
