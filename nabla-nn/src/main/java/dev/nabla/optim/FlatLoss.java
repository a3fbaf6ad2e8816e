package dev.nabla.optim;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loss as a function of one vector, which all parameters together are. */
final class FlatLoss {
  private final List<Tensor> params;
  private final Supplier<Tensor> closure;
  private @Nullable Tensor first;
  private double loss;
  private @Nullable Tensor gradient;
  private int evaluations;

  FlatLoss(List<Tensor> params, Supplier<Tensor> closure) {
    this.params = params;
    this.closure = closure;
  }

  /** Computes loss and gradient where the parameters are. */
  void evaluate() {
    Tensor value = Optimizer.evaluate(closure);
    first = first == null ? value : first;
    evaluations++;
    loss = value.item();
    List<Tensor> parts = new ArrayList<>();
    for (Tensor p : params) {
      Tensor g = p.grad();
      parts.add(g == null ? Nabla.zerosLike(p).flatten() : g.detach().flatten());
    }
    gradient = Nabla.cat(parts, 0);
  }

  /** The closure's first value. */
  Tensor first() {
    return Objects.requireNonNull(first);
  }

  double loss() {
    return loss;
  }

  Tensor gradient() {
    return Objects.requireNonNull(gradient);
  }

  int evaluations() {
    return evaluations;
  }

  /** Adds {@code t * direction} to the parameters. */
  void move(Tensor direction, double t) {
    int at = 0;
    for (Tensor p : params) {
      p.add_(direction.narrow(0, at, Math.toIntExact(p.numel())).reshape(p.shape()).mul(t));
      at += Math.toIntExact(p.numel());
    }
  }

  /** Evaluates {@code t} along {@code direction}; the parameters stay where they are. */
  void probe(Tensor direction, double t) {
    List<Tensor> before = params.stream().map(p -> p.detach().cloneTensor()).toList();
    move(direction, t);
    evaluate();
    for (int i = 0; i < before.size(); i++) {
      params.get(i).copy_(before.get(i));
    }
  }

  /** Takes over loss and gradient of an earlier evaluation. */
  void recall(double earlierLoss, Tensor earlierGradient) {
    loss = earlierLoss;
    gradient = earlierGradient;
  }
}
