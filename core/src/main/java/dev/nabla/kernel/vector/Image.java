package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/** A batch of images with three spatial axes in an array; missing leading spatial axes have size 1. */
record Image<A>(A array, int at, int batch, int channels, int[] size, int batchStep, int channelStep, int[] step) {
  /** The window [N, C, S…] as a batch of images. */
  static <A> Image<A> of(Tiles<A> t, Strided s) {
    int[] size = {1, 1, 1};
    int[] step = {0, 0, 0};
    int missing = 5 - s.rank();
    for (int i = 2; i < s.rank(); i++) {
      size[i - 2 + missing] = s.dim(i);
      step[i - 2 + missing] = s.stride(i);
    }
    return new Image<>(t.array(s.storage()), s.offset(), s.dim(0), s.dim(1), size, s.stride(0), s.stride(1), step);
  }

  /** The position of element (n, c, 0, 0, 0). */
  int at(int n, int c) {
    return at + n * batchStep + c * channelStep;
  }
}
