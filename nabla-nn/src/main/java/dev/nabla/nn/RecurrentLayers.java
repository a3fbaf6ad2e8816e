package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the recurrent networks share: their weights, and sequences without a batch or of several lengths. */
public abstract sealed class RecurrentLayers extends Layer permits HiddenStateLayers, LSTM {
  private final int inputSize;
  private final int hiddenSize;
  private final RecurrentOptions options;
  private final List<Tensor> weights = new ArrayList<>();

  RecurrentLayers(int gates, int inputSize, int hiddenSize, RecurrentOptions options) {
    if (inputSize <= 0 || hiddenSize <= 0 || options.numLayers() <= 0 || options.projSize() < 0
        || options.projSize() >= hiddenSize) {
      throw new NablaException("sizes and the number of layers must be greater than 0, and projSize less than"
          + " hiddenSize; got " + inputSize + ", " + hiddenSize + " and " + options);
    }
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.options = options;
    double bound = 1 / Math.sqrt(hiddenSize);
    for (int layer = 0; layer < options.numLayers(); layer++) {
      for (int d = 0; d < directions(); d++) {
        int in = layer == 0 ? inputSize : directions() * stateSize();
        String suffix = "_l" + layer + (d == 1 ? "_reverse" : "");
        weight("weight_ih" + suffix, bound, gates * hiddenSize, in);
        weight("weight_hh" + suffix, bound, gates * hiddenSize, stateSize());
        if (options.bias()) {
          weight("bias_ih" + suffix, bound, gates * hiddenSize);
          weight("bias_hh" + suffix, bound, gates * hiddenSize);
        }
        if (options.projSize() > 0) {
          weight("weight_hr" + suffix, bound, options.projSize(), hiddenSize);
        }
      }
    }
  }

  private void weight(String name, double bound, int... dims) {
    weights.add(parameter(name, Init.uniform_(Nabla.zeros(dims), -bound, bound)));
  }

  private int directions() {
    return options.bidirectional() ? 2 : 1;
  }

  private int stateSize() {
    return options.projSize() > 0 ? options.projSize() : hiddenSize;
  }

  final RecurrentOptions options() {
    return options;
  }

  /** All weights, in the order in which they are registered. */
  final List<Tensor> weights() {
    return weights.stream().map(this::value).toList();
  }

  /** The functional form on a batch: outputs, then states. {@code states} are those before the first step. */
  abstract List<Tensor> layers(Tensor x, List<Tensor> states);

  /** How many kinds of states there are: 2 for an LSTM. */
  abstract int kinds();

  @Override
  protected Tensor compute(Tensor x) {
    return run(x, Collections.nCopies(kinds(), null), null).get(0);
  }

  /** Outputs and states, with the hooks around; {@code initial} may hold null for zeros, lengths may be null for one length. */
  final List<Tensor> results(Tensor x, List<? extends @Nullable Tensor> initial, int @Nullable [] lengths) {
    List<Tensor> all = new ArrayList<>();
    Tensor y = around(x, in -> {
      all.addAll(run(in, initial, lengths));
      return all.get(0);
    });
    all.set(0, y);
    return all;
  }

  /** {@link #results} for packed sequences; the first is the output, padded. */
  final List<Tensor> results(PackedSequence x, List<? extends @Nullable Tensor> initial) {
    return results(x.padPackedSequence(options.batchFirst()).output(), initial, x.lengths());
  }

  /** {@code padded} packed as {@code like}. */
  final PackedSequence packed(Tensor padded, PackedSequence like) {
    return PackedSequence.packPaddedSequence(padded, like.lengths(), options.batchFirst(), false);
  }

  private List<Tensor> run(Tensor x, List<? extends @Nullable Tensor> initial, int @Nullable [] lengths) {
    boolean single = x.dim() == 2;
    if (!single && x.dim() != 3) {
      throw new ShapeException(getClass().getSimpleName() + ": Expected input to be 2D or 3D, got " + x.dim()
          + "D instead");
    }
    int axis = options.batchFirst() ? 0 : 1;
    Tensor batch = single ? x.unsqueeze(axis) : x;
    List<Tensor> states = new ArrayList<>();
    for (int i = 0; i < kinds(); i++) {
      Tensor given = initial.get(i);
      int size = i == 0 ? stateSize() : hiddenSize;
      states.add(given == null
          ? Nabla.zeros(x.dtype(), Shape.of(options.numLayers() * directions(), batch.size(axis), size))
          : single ? given.unsqueeze(1) : given);
    }
    List<Tensor> out = lengths == null ? layers(batch, states) : ofLengths(batch, states, lengths, axis);
    if (!single) {
      return out;
    }
    List<Tensor> bare = new ArrayList<>();
    for (int i = 0; i < out.size(); i++) {
      bare.add(out.get(i).squeeze(i == 0 ? axis : 1));
    }
    return bare;
  }

  /** Examples of one length run together; outputs behind an example's end are 0, its last states are those at its end. */
  private List<Tensor> ofLengths(Tensor x, List<Tensor> states, int[] lengths, int axis) {
    int steps = x.size(1 - axis);
    if (lengths.length != x.size(axis) || Arrays.stream(lengths).anyMatch(n -> n < 1 || n > steps)) {
      throw new ShapeException("lengths: expected a length from 1 to " + steps + " for each of " + x.size(axis)
          + " examples; got " + Arrays.toString(lengths));
    }
    List<List<Tensor>> parts = new ArrayList<>();
    long[] place = new long[lengths.length];
    int done = 0;
    for (int length : Arrays.stream(lengths).distinct().sorted().toArray()) {
      int[] mine = IntStream.range(0, lengths.length).filter(i -> lengths[i] == length).toArray();
      for (int i : mine) {
        place[i] = done++;
      }
      Tensor index = Nabla.tensor(Arrays.stream(mine).asLongStream().toArray());
      List<Tensor> part = new ArrayList<>(layers(x.indexSelect(axis, index).narrow(1 - axis, 0, length),
          states.stream().map(s -> s.indexSelect(1, index)).toList()));
      int[] behind = {0, 0, 0, axis == 0 ? steps - length : 0, 0, axis == 0 ? 0 : steps - length};
      part.set(0, F.pad(part.get(0), behind));
      parts.add(part);
    }
    Tensor back = Nabla.tensor(place);
    return IntStream.range(0, parts.get(0).size()).mapToObj(k -> {
      int along = k == 0 ? axis : 1;
      return Nabla.cat(parts.stream().map(p -> p.get(k)).toList(), along).indexSelect(along, back);
    }).toList();
  }

  @Override
  long flops(Tensor x, Tensor y) {
    int vectors = x.dim() == 2 ? x.size(0) : x.size(0) * x.size(1);
    return 2L * vectors * weights.stream().filter(w -> w.dim() == 2).mapToLong(Tensor::numel).sum();
  }

  @Override
  protected String describe() {
    return inputSize + ", " + hiddenSize
        + (options.projSize() > 0 ? ", proj_size=" + options.projSize() : "")
        + (options.numLayers() != 1 ? ", num_layers=" + options.numLayers() : "")
        + (options.bias() ? "" : ", bias=False")
        + (options.batchFirst() ? ", batch_first=True" : "")
        + (options.dropout() != 0 ? ", dropout=" + options.dropout() : "")
        + (options.bidirectional() ? ", bidirectional=True" : "");
  }
}
