package dev.nabla.bench;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the workloads ask of a tensor library. Every method means what PyTorch's of that name means; so one text of a workload runs in
 * every library.
 */
interface Library<T> {
  // Tensors and their elements.

  T floats(float[] data, int... shape);

  T doubles(double[] data, int... shape);

  T longs(long[] data, int... shape);

  /** A float32 tensor without axes. */
  T scalar(double value);

  /** Makes a leaf of {@code x}: its gradient is wanted. Returns {@code x}. */
  T leaf(T x);

  int[] shape(T x);

  /** All elements, row by row. */
  double[] read(T x);

  // Derivatives.

  void backward(T y);

  void backward(T y, T cotangent);

  /** The gradient that {@link #backward} left at a leaf. */
  T grad(T leaf);

  void clearGrad(T leaf);

  /** The gradients of the number {@code y}, themselves recorded if {@code createGraph}. */
  List<T> grad(T y, List<T> xs, boolean createGraph);

  /** The Jacobian matrix of {@code f}, a map from vectors to vectors, by reverse mode. */
  T jacobian(UnaryOperator<T> f, T x);

  // One element after the other.

  T add(T a, T b);

  T mul(T a, T b);

  T add(T x, double c);

  T mul(T x, double c);

  T tanh(T x);

  T relu(T x);

  T gelu(T x);

  // Shapes.

  T transpose(T x, int a, int b);

  T reshape(T x, int... shape);

  T contiguous(T x);

  T narrow(T x, int axis, int start, int length);

  // Reductions and their kin.

  T sum(T x);

  T sum(T x, int axis);

  T mean(T x, int axis);

  T amax(T x, int axis);

  T argmax(T x, int axis);

  T var(T x, int axis);

  T cumsum(T x, int axis);

  T sort(T x, int axis);

  T topk(T x, int k);

  // Rows.

  T softmax(T x, int axis);

  T crossEntropy(T x, T target);

  T logSoftmaxNll(T x, T target);

  T layerNorm(T x, int width, T weight, T bias);

  T rmsNorm(T x, int width, T weight);

  /** In training: by the statistics of the batch; the running ones are updated. */
  T batchNorm(T x, T runningMean, T runningVar, T weight, T bias);

  // Networks.

  T matmul(T a, T b);

  T linear(T x, T weight, T bias);

  T embedding(T indices, T table);

  T conv(Conv conv, T x, T w, @Nullable T bias);

  T maxPool2d(T x, int kernel);

  /** The mean over all pixels: [N, C, H, W] to [N, C]. */
  T averagePool(T x);

  T attention(T q, T k, T v, boolean causal);

  /** An LSTM's outputs for x [T, N, in], from weights in PyTorch's order (w_ih, w_hh, b_ih, b_hh for each layer). */
  UnaryOperator<T> lstm(int in, int hidden, int layers, List<T> weights);

  // Optimizers, each in the library's fastest form.

  Optimizer sgd(List<T> params, double lr, double momentum);

  Optimizer adam(List<T> params, double lr);

  Optimizer adamW(List<T> params, double lr);

  /** Runs {@code body}; what it left in native memory is freed afterwards. */
  default void scope(Runnable body) {
    body.run();
  }

  /** How far a convolution steps and reaches; {@code axes} is 1 or 2. */
  record Conv(int axes, boolean transposed, int stride, int padding, int groups) {}

  /** What changes parameters by their gradients. */
  interface Optimizer {
    void zeroGrad();

    void step();
  }
}
