package dev.nabla.optim;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import java.util.List;

/** A small linear regression for optimizers to train. */
final class Regression {
  private Regression() {}

  /** The weights [2, 3] and biases [2] at the start. */
  static List<Tensor> params(DType dtype) {
    return List.of(Nabla.tensor(new double[][] {{0.1, -0.2, 0.3}, {0.4, 0.5, -0.6}}, dtype).requiresGrad_(),
        Nabla.tensor(new double[] {0.05, -0.05}, dtype).requiresGrad_());
  }

  /** Takes {@code steps} steps; weights may stand transposed. */
  static void train(Optimizer optimizer, List<Tensor> p, int steps) {
    DType dtype = p.getFirst().dtype();
    Tensor x = Nabla.tensor(new double[][] {{0.5, -1, 2}, {1.5, 0.3, -0.7}, {-0.2, 0.8, 0.1}}, dtype);
    Tensor y = Nabla.tensor(new double[][] {{1, 0}, {-1, 0.5}, {0.3, 0.3}}, dtype);
    for (int i = 0; i < steps; i++) {
      optimizer.step(() -> {
        optimizer.zeroGrad();
        Tensor w = p.get(0).size(0) == 2 ? p.get(0).t() : p.get(0);
        Tensor loss = x.matmul(w).add(p.get(1)).sub(y).pow(2).mean();
        loss.backward();
        return loss;
      });
    }
  }
}
