package dev.nabla;

import dev.nabla.RecurrentOp.Cell;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recurrent networks: layers and directions of {@link RecurrentOp}, and single steps. */
final class Recurrent {
  private Recurrent() {}

  /** How the layers are stacked. */
  record Stack(Cell cell, boolean biased, int layers, double dropout, boolean training, boolean bidirectional,
      boolean batchFirst) {
    int directions() {
      return bidirectional ? 2 : 1;
    }
  }

  /**
   * Runs all layers. {@code params} holds for each layer, then direction: the weights of input and state, both biases if there are any, and for
   * an LSTM with projections their weight.
   *
   * @return the states of the last layer (both directions beside each other), the last states of all, and for an LSTM the last cells of all
   */
  static List<Tensor> run(Stack s, Tensor x, Tensor h0, @Nullable Tensor c0, List<Tensor> params) {
    int each = (s.biased ? 4 : 2);
    int count = s.layers * s.directions();
    boolean projected = s.cell == Cell.LSTM && params.size() == count * (each + 1);
    each += projected ? 1 : 0;
    check(s, x, h0, c0, params, each);
    Tensor y = s.batchFirst ? x.transpose(0, 1) : x;
    List<Tensor> lastStates = new ArrayList<>();
    List<Tensor> lastCells = new ArrayList<>();
    for (int layer = 0; layer < s.layers; layer++) {
      List<Tensor> sides = new ArrayList<>();
      for (int d = 0; d < s.directions(); d++) {
        int i = layer * s.directions() + d;
        List<Tensor> w = params.subList(i * each, (i + 1) * each);
        Tensor[] out = direction(s, d == 1, projected, y, h0.select(0, i), c0 == null ? null : c0.select(0, i), w);
        sides.add(out[0]);
        lastStates.add(out[0].select(0, d == 1 ? 0 : -1));
        if (c0 != null) {
          lastCells.add(out[1]);
        }
      }
      y = sides.size() == 1 ? sides.get(0) : Nabla.cat(sides, -1);
      y = layer + 1 < s.layers ? F.dropout(y, s.dropout, s.training) : y;
    }
    List<Tensor> results = new ArrayList<>();
    results.add(s.batchFirst ? y.transpose(0, 1) : y);
    results.add(Nabla.stack(lastStates, 0));
    if (!lastCells.isEmpty()) {
      results.add(Nabla.stack(lastCells, 0));
    }
    return results;
  }

  private static void check(Stack s, Tensor x, Tensor h0, @Nullable Tensor c0, List<Tensor> params, int each) {
    String name = new RecurrentOp(s.cell, false, s.biased).name();
    int count = s.layers * s.directions();
    if (params.size() != count * each) {
      throw new NablaException(name + ": expected " + each + " weights for each of " + count
          + " layers and directions; got " + params.size());
    }
    if (x.dim() != 3 || x.numel() == 0) {
      throw new ShapeException(name + ": the input must be a sequence [T, B, I] (batchFirst: [B, T, I]) that is not"
          + " empty; got " + x.type());
    }
    if (x.size(2) != params.get(0).size(1)) {
      throw new ShapeException("input.size(-1) must be equal to input_size. Expected " + params.get(0).size(1)
          + ", got " + x.size(2));
    }
    int batch = x.size(s.batchFirst ? 0 : 1);
    int hidden = params.get(1).size(0) / s.cell.gates;
    Shape cells = Shape.of(count, batch, hidden);
    Shape states = Shape.of(count, batch, params.get(1).size(1));
    if (!h0.shape().equals(states)) {
      throw new ShapeException("Expected hidden size (" + states + "), got [" + h0.shape() + "]");
    }
    if (c0 != null && !c0.shape().equals(cells)) {
      throw new ShapeException("Expected hidden[1] size (" + cells + "), got [" + c0.shape() + "]");
    }
    for (Tensor w : params) {
      if (w.dtype() != x.dtype() || h0.dtype() != x.dtype()) {
        throw new DTypeException(name + ": input, states and weights must have one type; got " + x.type() + ", "
            + h0.type() + " and " + w.type());
      }
    }
  }

  /** One layer in one direction: its states and, for an LSTM, its last cells. */
  private static Tensor[] direction(Stack s, boolean reverse, boolean projected, Tensor x, Tensor h0,
      @Nullable Tensor c0, List<Tensor> w) {
    if (projected) {
      return projected(reverse, x, h0, java.util.Objects.requireNonNull(c0), w, s.biased);
    }
    List<Tensor> in = new ArrayList<>(List.of(x, w.get(0), w.get(1), h0));
    if (c0 != null) {
      in.add(c0);
    }
    if (s.biased) {
      in.add(w.get(2));
      in.add(w.get(3));
    }
    return Dispatch.applyAll(new RecurrentOp(s.cell, reverse, s.biased), in.toArray(new Tensor[0]));
  }

  /** An LSTM whose states are products of what its cells give (Sak and others 2014). */
  private static Tensor[] projected(boolean reverse, Tensor x, Tensor h0, Tensor c0, List<Tensor> w, boolean biased) {
    int steps = x.size(0);
    Tensor[] states = new Tensor[steps];
    Tensor h = h0;
    Tensor c = c0;
    for (int i = 0; i < steps; i++) {
      int t = reverse ? steps - 1 - i : i;
      Tensor[] next = RecurrentOp.step(Cell.LSTM, x.select(0, t), h, c, w.get(0), w.get(1), biased ? w.get(2) : null,
          biased ? w.get(3) : null);
      h = F.linear(next[0], w.get(w.size() - 1));
      c = next[1];
      states[t] = h;
    }
    return new Tensor[] {Nabla.stack(List.of(states), 0), c};
  }

  /** One step. x [B, I] or [I], states [B, H] or [H]. */
  static Tensor[] cell(Cell cell, Tensor x, Tensor h, @Nullable Tensor c, Tensor wih, Tensor whh, @Nullable Tensor bih,
      @Nullable Tensor bhh) {
    if (x.size(-1) != wih.size(1)) {
      throw new ShapeException("input has inconsistent input_size: got " + x.size(-1) + " expected " + wih.size(1));
    }
    if (h.size(-1) != whh.size(1)) {
      throw new ShapeException("hidden0 has inconsistent hidden_size: got " + h.size(-1) + ", expected " + whh.size(1));
    }
    if (x.dim() != h.dim() || x.dim() == 2 && x.size(0) != h.size(0)) {
      throw new ShapeException("Input batch size " + x.size(0) + " doesn't match hidden0 batch size " + h.size(0));
    }
    return RecurrentOp.step(cell, x, h, c, wih, whh, bih, bhh);
  }
}
