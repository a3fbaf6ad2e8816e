package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one recurrent layer over a whole sequence. Inputs: x [T, B, I], the weights of input and state, h0 [B, H], for an LSTM c0
 * [B, H], then perhaps two biases. Outputs: the states [T, B, H] and, for an LSTM, the last cells [B, H].
 */
record RecurrentOp(Cell cell, boolean reverse, boolean biased) implements FusedOp {
  /** What a cell computes. */
  enum Cell {
    LSTM(4),
    GRU(3),
    TANH(1),
    RELU(1);

    final int gates;

    Cell(int gates) {
      this.gates = gates;
    }
  }

  private static final int X = 0;
  private static final int INPUT_WEIGHT = 1;
  private static final int STATE_WEIGHT = 2;
  private static final int H0 = 3;
  private static final int C0 = 4;

  @Override
  public String name() {
    return switch (cell) {
      case LSTM -> "lstm";
      case GRU -> "gru";
      case TANH -> "rnn_tanh";
      case RELU -> "rnn_relu";
    };
  }

  private boolean hasCells() {
    return cell == Cell.LSTM;
  }

  /** The position of the input's bias. */
  private int firstBias() {
    return hasCells() ? 5 : 4;
  }

  @Override
  public int inputs() {
    return firstBias() + (biased ? 2 : 0);
  }

  @Override
  public int results() {
    return hasCells() ? 2 : 1;
  }

  @Override
  public int saves(int needs) {
    int kept = switch (cell) {
      case LSTM -> 0b1101;
      case GRU -> 0b111;
      default -> 1;
    };
    return (1 << inputs()) - 1 | kept << OUTPUT;
  }

  // --- in tensor code ---

  /** One step for examples [B, …]: the new state and, for an LSTM, the new cells. */
  static Tensor[] step(Cell cell, Tensor x, Tensor h, @Nullable Tensor c, Tensor wih, Tensor whh, @Nullable Tensor bih,
      @Nullable Tensor bhh) {
    Tensor input = F.linear(x, wih, bih);
    Tensor state = F.linear(h, whh, bhh);
    return switch (cell) {
      case LSTM -> lstm(input.add(state), Objects.requireNonNull(c));
      case GRU -> new Tensor[] {gru(input, state, h)};
      case TANH -> new Tensor[] {input.add(state).tanh()};
      case RELU -> new Tensor[] {input.add(state).relu()};
    };
  }

  private static Tensor[] lstm(Tensor gates, Tensor c) {
    List<Tensor> g = gates.chunk(4, -1);
    Tensor next = g.get(1).sigmoid().mul(c).add(g.get(0).sigmoid().mul(g.get(2).tanh()));
    return new Tensor[] {g.get(3).sigmoid().mul(next.tanh()), next};
  }

  private static Tensor gru(Tensor input, Tensor state, Tensor h) {
    List<Tensor> i = input.chunk(3, -1);
    List<Tensor> s = state.chunk(3, -1);
    Tensor n = i.get(2).add(i.get(0).add(s.get(0)).sigmoid().mul(s.get(2))).tanh();
    return n.add(i.get(1).add(s.get(1)).sigmoid().mul(h.sub(n)));
  }

  @Override
  public Tensor[] computeAll(Tensor[] in) {
    int steps = in[X].size(0);
    Tensor[] states = new Tensor[steps];
    Tensor[] now = hasCells() ? new Tensor[] {in[H0], in[C0]} : new Tensor[] {in[H0]};
    for (int i = 0; i < steps; i++) {
      int t = reverse ? steps - 1 - i : i;
      now = step(cell, in[X].select(0, t), now[0], hasCells() ? now[1] : null, in[INPUT_WEIGHT], in[STATE_WEIGHT],
          biased ? in[firstBias()] : null, biased ? in[firstBias() + 1] : null);
      states[t] = now[0];
    }
    Tensor y = Nabla.stack(List.of(states), 0);
    return hasCells() ? new Tensor[] {y, now[1]} : new Tensor[] {y};
  }

  // --- on elements ---

  private static Strided like(Strided x, int... dims) {
    return Strided.allocate(x.dtype(), Shape.of(dims));
  }

  @Override
  public Tensor[] runAll(Tensor[] in) {
    Strided[] w = new Strided[in.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = Dispatch.data(in[i]);
    }
    int steps = w[X].dim(0);
    int batch = w[X].dim(1);
    int hidden = w[STATE_WEIGHT].dim(1);
    List<Strided> out = new ArrayList<>();
    Strided y = like(w[X], steps, batch, hidden);
    Strided gate = like(w[X], steps, batch, cell.gates * hidden);
    Strided kept = cell == Cell.LSTM || cell == Cell.GRU ? like(w[X], steps, batch, hidden) : gate;
    kernel(w, gate, kept, y, gate, gate, gate).run(w[X], w[INPUT_WEIGHT], w[STATE_WEIGHT], w[H0], gate, y);
    out.add(y);
    if (hasCells()) {
      Strided last = like(y, batch, hidden);
      Backends.active().convert(kept.select(0, reverse ? 0 : steps - 1), last);
      out.add(last);
    }
    if (kept != gate) {
      out.add(gate);
      out.add(kept);
    }
    return out.stream().map(ConcreteTensor::new).toArray(Tensor[]::new);
  }

  /** {@code kept} are an LSTM's cells or a GRU's shares; {@code dCell} is looked at by an LSTM only. */
  private RecurrentKernel kernel(Strided[] in, Strided gate, Strided kept, Strided y, Strided dGate, Strided dState,
      Strided dCell) {
    Strided zeros = like(y, cell.gates * y.dim(2));
    Strided inputBias = biased ? in[firstBias()] : zeros;
    Strided stateBias = biased ? in[firstBias() + 1] : zeros;
    Strided bias = RecurrentCells.sum(inputBias, stateBias);
    return switch (cell) {
      case LSTM -> new RecurrentCells.Lstm(reverse, gate, kept, in[C0], y, bias, dGate, dCell);
      case GRU -> new RecurrentCells.Gru(reverse, gate, kept, y, bias, inputBias, stateBias, dGate, dState);
      default -> new RecurrentCells.Plain(cell == Cell.RELU, reverse, dGate, y, bias);
    };
  }

  @Override
  public @Nullable Tensor[] fusedVjp(Saved s, @Nullable Tensor[] g) {
    Strided[] in = new Strided[inputs()];
    for (int i = 0; i < in.length; i++) {
      in[i] = Dispatch.data(s.in(i));
    }
    Strided y = Dispatch.data(s.out());
    boolean large = cell == Cell.LSTM || cell == Cell.GRU;
    Strided gate = large ? Dispatch.data(s.out(hasCells() ? 2 : 1)) : y;
    Strided kept = large ? Dispatch.data(s.out(hasCells() ? 3 : 2)) : y;
    Strided dGate = like(y, y.dim(0), y.dim(1), cell.gates * y.dim(2));
    Strided dState = cell == Cell.GRU ? Strided.allocate(dGate.dtype(), dGate.shape()) : dGate;
    Strided dh0 = like(y, y.dim(1), y.dim(2));
    Strided dCell = like(y, y.dim(1), y.dim(2));
    Tensor gCell = hasCells() && g.length > 1 ? g[1] : null;
    if (gCell != null) {
      Backends.active().convert(Dispatch.data(gCell), dCell);
    }
    RecurrentKernel kernel = kernel(in, gate, kept, y, dGate, dState, dCell);
    Tensor gy = g[0];
    kernel.walkBack(gy == null ? null : Dispatch.data(gy), y, in[STATE_WEIGHT], in[H0], dState, dh0);
    @Nullable
    Strided[] d = new @Nullable Strided[in.length];
    d[H0] = dh0;
    if (hasCells()) {
      d[C0] = dCell;
    }
    fillWeights(kernel, s, in, y, dGate, dState, d);
    @Nullable
    Tensor[] out = new @Nullable Tensor[d.length];
    for (int i = 0; i < d.length; i++) {
      Strided di = d[i];
      out[i] = di == null || !s.needs(i) ? null : new ConcreteTensor(di);
    }
    return out;
  }

  private void fillWeights(RecurrentKernel kernel, Saved s, Strided[] in, Strided y, Strided dGate, Strided dState,
      @Nullable Strided[] d) {
    d[X] = s.needs(X) ? kernel.input(dGate, in[INPUT_WEIGHT], in[X]) : null;
    d[INPUT_WEIGHT] = s.needs(INPUT_WEIGHT) ? kernel.inputWeight(dGate, in[X]) : null;
    d[STATE_WEIGHT] = s.needs(STATE_WEIGHT) ? kernel.recurrentWeight(dState, y, in[H0]) : null;
    if (biased) {
      int b = firstBias();
      d[b] = s.needs(b) ? kernel.bias(dGate) : null;
      d[b + 1] = s.needs(b + 1) ? kernel.bias(dState) : null;
    }
  }
}
