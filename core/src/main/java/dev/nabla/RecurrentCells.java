package dev.nabla;

import dev.nabla.kernel.Strided;
import org.jspecify.annotations.Nullable;

/** The formulas of the recurrent cells, on elements. Gates lie one after the other: i f g o for an LSTM, r z n for a GRU. */
final class RecurrentCells {
  private RecurrentCells() {}

  private static final ElementwiseOp SUM = Reductions.formula("a b", "a + b");
  private static final ElementwiseOp GATE = Reductions.formula("x h b", "sigmoid(x + h + b)");
  private static final ElementwiseOp TANH = Reductions.formula("x h b", "tanh(x + h + b)");
  private static final ElementwiseOp RELU = Reductions.formula("x h b", "max(x + h + b, 0)");

  /** The sum of both biases. */
  static Strided sum(Strided a, Strided b) {
    Strided out = Strided.allocate(a.dtype(), a.shape());
    SUM.runInto(out, a, b);
    return out;
  }

  /** {@code h' = tanh(x + h)}, or relu. */
  static final class Plain extends RecurrentKernel {
    private static final ElementwiseOp TANH_SLOPE = Reductions.formula("g y", "g * ((1 + y) * (1 - y))");
    private static final ElementwiseOp RELU_SLOPE = Reductions.formula("g y", "y > 0 ? g : 0");
    private final boolean relu;
    private final Strided gate;
    private final Strided y;
    private final Strided bias;

    /** {@code gate} are, on the way back, the cotangents. */
    Plain(boolean relu, boolean reverse, Strided gate, Strided y, Strided bias) {
      super(y.dim(0), y.dim(1), y.dim(2), 1, reverse);
      this.relu = relu;
      this.gate = gate;
      this.y = y;
      this.bias = bias;
    }

    @Override
    void forward(Step now, Strided share, Strided before, @Nullable Step earlier) {
      (relu ? RELU : TANH).runInto(now.of(y), now.of(gate), share, row(bias, 0, hidden));
    }

    @Override
    boolean backward(Step now, Strided dh, Strided before, @Nullable Step earlier, Strided direct) {
      (relu ? RELU_SLOPE : TANH_SLOPE).runInto(now.of(gate), dh, now.of(y));
      return false;
    }
  }

  /** {@code c' = f c + i g, h' = o tanh(c')} with {@code i, f, o} sigmoids and {@code g} a tanh. */
  static final class Lstm extends RecurrentKernel {
    private static final ElementwiseOp CELL = Reductions.formula("f c i g", "f * c + i * g");
    private static final ElementwiseOp STATE = Reductions.formula("o c", "o * tanh(c)");
    private static final ElementwiseOp OUT_SLOPE = Reductions.formula("d c o", "d * tanh(c) * (o * (1 - o))");
    private static final ElementwiseOp CELL_SLOPE = Reductions.formula("e d o c",
        "e + d * o * ((1 + tanh(c)) * (1 - tanh(c)))");
    private static final ElementwiseOp GATE_SLOPE = Reductions.formula("e a s", "e * a * (s * (1 - s))");
    private static final ElementwiseOp TANH_SLOPE = Reductions.formula("e i g", "e * i * ((1 + g) * (1 - g))");
    private static final ElementwiseOp PRODUCT = Reductions.formula("a b", "a * b");
    private final Strided gate;
    private final Strided cells;
    private final Strided c0;
    private final Strided y;
    private final Strided bias;
    private final Strided dGate;
    private final Strided dCell;

    /**
     * @param dGate the cotangents of the gates, on the way back
     * @param dCell the cotangent of the last cells [B, H], on the way back; at the end that of the first
     */
    Lstm(boolean reverse, Strided gate, Strided cells, Strided c0, Strided y, Strided bias, Strided dGate,
        Strided dCell) {
      super(y.dim(0), y.dim(1), y.dim(2), 4, reverse);
      this.gate = gate;
      this.cells = cells;
      this.c0 = c0;
      this.y = y;
      this.bias = bias;
      this.dGate = dGate;
      this.dCell = dCell;
    }

    private Strided gate(Step now, Strided all, int i) {
      return now.of(all, i * hidden, (i + 1) * hidden);
    }

    private Strided part(Strided share, int from, int to) {
      return new Step(0, 0, share.dim(0)).of(wide(share), from * hidden, to * hidden);
    }

    private static Strided wide(Strided m) {
      return new Strided(m.storage(), m.offset(), m.shape().insert(0, 1), new int[] {0, m.stride(0), m.stride(1)});
    }

    @Override
    void forward(Step now, Strided share, Strided before, @Nullable Step earlier) {
      Strided in = now.of(gate, 0, 2 * hidden);
      GATE.runInto(in, in, part(share, 0, 2), row(bias, 0, 2 * hidden));
      Strided g = gate(now, gate, 2);
      TANH.runInto(g, g, part(share, 2, 3), row(bias, 2 * hidden, 3 * hidden));
      Strided o = gate(now, gate, 3);
      GATE.runInto(o, o, part(share, 3, 4), row(bias, 3 * hidden, 4 * hidden));
      Strided c = now.of(cells);
      CELL.runInto(c, gate(now, gate, 1), earlier == null ? now.rows(c0) : earlier.of(cells), gate(now, gate, 0), g);
      STATE.runInto(now.of(y), o, c);
    }

    @Override
    boolean backward(Step now, Strided dh, Strided before, @Nullable Step earlier, Strided direct) {
      Strided c = now.of(cells);
      Strided i = gate(now, gate, 0);
      Strided f = gate(now, gate, 1);
      Strided g = gate(now, gate, 2);
      Strided o = gate(now, gate, 3);
      Strided e = now.rows(dCell);
      OUT_SLOPE.runInto(gate(now, dGate, 3), dh, c, o);
      CELL_SLOPE.runInto(e, e, dh, o, c);
      GATE_SLOPE.runInto(gate(now, dGate, 0), e, g, i);
      GATE_SLOPE.runInto(gate(now, dGate, 1), e, earlier == null ? now.rows(c0) : earlier.of(cells), f);
      TANH_SLOPE.runInto(gate(now, dGate, 2), e, i, g);
      PRODUCT.runInto(e, e, f);
      return false;
    }
  }

  /** {@code n = tanh(x + r (h + b)), h' = n + z (h - n)} with {@code r, z} sigmoids. */
  static final class Gru extends RecurrentKernel {
    private static final ElementwiseOp NEW = Reductions.formula("x b r s", "tanh(x + b + r * s)");
    private static final ElementwiseOp STATE = Reductions.formula("n z h", "n + z * (h - n)");
    private static final ElementwiseOp UPDATE_SLOPE = Reductions.formula("d h n z", "d * (h - n) * (z * (1 - z))");
    private static final ElementwiseOp NEW_SLOPE = Reductions.formula("d z n", "d * (1 - z) * ((1 + n) * (1 - n))");
    private static final ElementwiseOp RESET_SLOPE = Reductions.formula("e s r", "e * s * (r * (1 - r))");
    private static final ElementwiseOp PRODUCT = Reductions.formula("a b", "a * b");
    private final Strided gate;
    private final Strided share;
    private final Strided y;
    private final Strided bias;
    private final Strided inputBias;
    private final Strided stateBias;
    private final Strided dInput;
    private final Strided dState;

    /**
     * @param share the state's share of n at every step [T, B, H], kept for the way back
     * @param bias both biases together, of which r and z are used; n has its two at different places
     * @param dInput the cotangents of the gates, on the way back
     * @param dState those of the state's share of the gates: for n they differ
     */
    Gru(boolean reverse, Strided gate, Strided share, Strided y, Strided bias, Strided inputBias, Strided stateBias,
        Strided dInput, Strided dState) {
      super(y.dim(0), y.dim(1), y.dim(2), 3, reverse);
      this.gate = gate;
      this.share = share;
      this.y = y;
      this.bias = bias;
      this.inputBias = inputBias;
      this.stateBias = stateBias;
      this.dInput = dInput;
      this.dState = dState;
    }

    private Strided gate(Step now, Strided all, int i) {
      return now.of(all, i * hidden, (i + 1) * hidden);
    }

    @Override
    void forward(Step now, Strided own, Strided before, @Nullable Step earlier) {
      Strided wide = Lstm.wide(own);
      Step rows = new Step(0, 0, own.dim(0));
      Strided rz = now.of(gate, 0, 2 * hidden);
      GATE.runInto(rz, rz, rows.of(wide, 0, 2 * hidden), row(bias, 0, 2 * hidden));
      Strided s = now.of(share);
      SUM.runInto(s, rows.of(wide, 2 * hidden, 3 * hidden), row(stateBias, 2 * hidden, 3 * hidden));
      Strided n = gate(now, gate, 2);
      NEW.runInto(n, n, row(inputBias, 2 * hidden, 3 * hidden), gate(now, gate, 0), s);
      STATE.runInto(now.of(y), n, gate(now, gate, 1), before);
    }

    @Override
    boolean backward(Step now, Strided dh, Strided before, @Nullable Step earlier, Strided direct) {
      Strided r = gate(now, gate, 0);
      Strided z = gate(now, gate, 1);
      Strided n = gate(now, gate, 2);
      Strided dn = gate(now, dInput, 2);
      UPDATE_SLOPE.runInto(gate(now, dInput, 1), dh, before, n, z);
      NEW_SLOPE.runInto(dn, dh, z, n);
      RESET_SLOPE.runInto(gate(now, dInput, 0), dn, now.of(share), r);
      backend.convert(now.of(dInput, 0, 2 * hidden), now.of(dState, 0, 2 * hidden));
      PRODUCT.runInto(gate(now, dState, 2), dn, r);
      PRODUCT.runInto(direct, dh, z);
      return true;
    }
  }
}
