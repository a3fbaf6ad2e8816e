package dev.nabla;

import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Packed;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one recurrent layer over a whole sequence, on elements.
 *
 * <p>Note [Sequences]: what does not wait for the step before is done for all steps at once, as one large product: the input's share of the gates,
 * and all cotangents of weights and inputs. A step is left with one product by the recurrent weight, which is packed once for the whole sequence,
 * and a few formulas. Examples of a batch do not see each other, so threads divide the batch and meet at the end of the sequence only; a row has
 * the same bits whoever computes it.
 */
abstract class RecurrentKernel {
  /** Examples that one thread takes, at least. */
  private static final int EXAMPLES = 8;

  private static final ElementwiseOp SUM = Reductions.formula("a b", "a + b");

  final Backend backend = Backends.active();
  final int steps;
  final int batch;
  final int hidden;
  final int gates;
  private final boolean reverse;

  /** The parts that belong to one step, of tensors [T, B, …]. */
  record Step(int t, int from, int to) {
    /** Columns {@code first} to {@code last} of the examples of this step. */
    Strided of(Strided s, int first, int last) {
      int[] strides = {s.stride(1), s.stride(2)};
      return new Strided(s.storage(), s.offset() + t * s.stride(0) + from * s.stride(1) + first * s.stride(2),
          Shape.of(to - from, last - first), strides);
    }

    Strided of(Strided s) {
      return of(s, 0, s.dim(2));
    }

    /** The examples of a tensor [B, n] that is the same at every step. */
    Strided rows(Strided s) {
      return new Strided(s.storage(), s.offset() + from * s.stride(0), Shape.of(to - from, s.dim(1)), s.strides());
    }
  }

  /** {@code gates} times {@code hidden} numbers are computed for each example and step. */
  RecurrentKernel(int steps, int batch, int hidden, int gates, boolean reverse) {
    this.steps = steps;
    this.batch = batch;
    this.hidden = hidden;
    this.gates = gates;
    this.reverse = reverse;
  }

  private int time(int step) {
    return reverse ? steps - 1 - step : step;
  }

  Strided like(Strided x, int... dims) {
    return Strided.allocate(x.dtype(), Shape.of(dims));
  }

  /** A tensor [T, B, n] as a matrix of all steps; copied if its rows do not follow one another evenly. */
  private Strided flat(Strided s) {
    Strided c = s;
    if (!s.isContiguous()) {
      c = Strided.allocate(s.dtype(), s.shape());
      backend.convert(s, c);
    }
    return new Strided(c.storage(), c.offset(), Shape.of(s.dim(0) * s.dim(1), s.dim(2)), new int[] {s.dim(2), 1});
  }

  static Strided transposed(Strided m) {
    return new Strided(m.storage(), m.offset(), Shape.of(m.dim(1), m.dim(0)), new int[] {m.stride(1), m.stride(0)});
  }

  /** A vector as a row, from element {@code first} to {@code last}. */
  static Strided row(Strided v, int first, int last) {
    return new Strided(v.storage(), v.offset() + first * v.stride(0), Shape.of(1, last - first),
        new int[] {0, v.stride(0)});
  }

  private void shareBatch(Backends.Range body) {
    Backends.range(batch, Math.max(EXAMPLES, batch / Backends.threads()), body);
  }

  // --- forward ---

  /** What a step has at hand: the input's share of the gates in their place, and that of the state before, {@code [rows, gates · hidden]}. */
  abstract void forward(Step now, Strided share, Strided before, @Nullable Step earlier);

  /** Runs all steps; {@code gate} [T, B, gates · hidden] receives the gates, {@code y} [T, B, hidden] is where {@link #forward} puts states. */
  void run(Strided x, Strided wih, Strided whh, Strided h0, Strided gate, Strided y) {
    backend.matmul(flat(x), transposed(wih), flat(gate), false);
    Packed recurrent = backend.pack(transposed(whh));
    shareBatch((from, to) -> {
      Strided share = like(x, to - from, gates * hidden);
      for (int i = 0; i < steps; i++) {
        Step now = new Step(time(i), from, to);
        Step earlier = i == 0 ? null : new Step(time(i - 1), from, to);
        Strided before = earlier == null ? now.rows(h0) : earlier.of(y);
        backend.matmul(before, recurrent, share);
        forward(now, share, before, earlier);
      }
    });
  }

  // --- backward ---

  /**
   * Writes the cotangents of this step's gates for that of its state, {@code dh}; what reaches the state before other than through the gates is
   * left in {@code direct}. Returns whether there is any.
   */
  abstract boolean backward(Step now, Strided dh, Strided before, @Nullable Step earlier, Strided direct);

  /** The walk back over all steps: {@code dGate} [T, B, gates · hidden] are the cotangents of the state's share; fills {@code dh0}. */
  void walkBack(@Nullable Strided gy, Strided y, Strided whh, Strided h0, Strided dGate, Strided dh0) {
    Packed recurrent = backend.pack(whh);
    shareBatch((from, to) -> {
      Strided dh = like(y, to - from, hidden);
      Strided direct = like(y, to - from, hidden);
      Strided through = like(y, to - from, hidden);
      for (int i = steps - 1; i >= 0; i--) {
        Step now = new Step(time(i), from, to);
        Step earlier = i == 0 ? null : new Step(time(i - 1), from, to);
        if (gy != null) {
          SUM.runInto(dh, through, now.of(gy));
        } else {
          backend.convert(through, dh);
        }
        boolean more = backward(now, dh, earlier == null ? now.rows(h0) : earlier.of(y), earlier, direct);
        backend.matmul(now.of(dGate), recurrent, through);
        if (more) {
          SUM.runInto(through, through, direct);
        }
        if (earlier == null) {
          backend.convert(through, now.rows(dh0));
        }
      }
    });
  }

  /** The cotangent of the recurrent weight: each step's cotangents by the state before it. */
  Strided recurrentWeight(Strided dGate, Strided y, Strided h0) {
    Strided d = like(y, gates * hidden, hidden);
    Strided flatY = flat(y);
    Strided flatG = flat(dGate);
    int first = time(0);
    backend.matmul(transposed(part(flatG, first * batch, batch)), h0, d, false);
    int n = (steps - 1) * batch;
    Strided g = part(flatG, reverse ? 0 : batch, n);
    Strided h = part(flatY, reverse ? batch : 0, n);
    backend.matmul(transposed(g), h, d, true);
    return d;
  }

  private static Strided part(Strided m, int from, int rows) {
    return new Strided(m.storage(), m.offset() + from * m.stride(0), Shape.of(rows, m.dim(1)), m.strides());
  }

  Strided inputWeight(Strided dGate, Strided x) {
    Strided d = like(x, gates * hidden, x.dim(2));
    backend.matmul(transposed(flat(dGate)), flat(x), d, false);
    return d;
  }

  Strided input(Strided dGate, Strided wih, Strided x) {
    Strided d = Strided.allocate(x.dtype(), x.shape());
    backend.matmul(flat(dGate), wih, flat(d), false);
    return d;
  }

  Strided bias(Strided dGate) {
    Strided d = like(dGate, 1, gates * hidden);
    backend.reduce(Reducer.SUM, flat(dGate), new int[] {0}, d);
    return Strided.contiguous(d.storage(), Shape.of(gates * hidden));
  }
}
