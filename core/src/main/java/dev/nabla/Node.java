package dev.nabla;

import dev.nabla.kernel.Storage;
import dev.nabla.type.GradientException;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One recorded operation: the op, the nodes of its inputs, and the tensors its backward rule will read. A leaf has one as well, which
 * accumulates its gradient.
 */
public final class Node implements Saved {
  private static final String FREED = "Trying to backward through the graph a second time (or directly access saved tensors after they have"
      + " already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad()."
      + " Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after"
      + " calling backward.";

  /**
   * The latest {@link #order} of each thread, eight places apart (a cache line). Threads whose ids agree in the last six bits share one, and
   * what they lose to each other does not matter: an order need only exceed those of the inputs. A thread-local variable takes 10 ns.
   */
  private static final long[] CLOCKS = new long[64 * 8];

  /** The operation; null for a leaf. */
  final @Nullable Op op;

  /** The leaf whose gradient is accumulated here; null for an operation. */
  final @Nullable Tensor leaf;

  /** The nodes that computed the inputs; null where no cotangent is wanted. */
  final @Nullable Node[] next;

  /** Which output of {@link #next} each input is; null if all are the first. */
  final int @Nullable [] nextOutput;

  /** The type of the first output. */
  private final TensorType outType;

  /** The types of all outputs; null if there is one. */
  private final TensorType @Nullable [] outTypes;

  /** The types of the inputs; null if all are that of the first output. */
  private final TensorType @Nullable [] inTypes;

  // What the rule reads, as far as it was saved: the first two inputs and the first output, each with its version; the rest if there is any.
  // Fields, not arrays: most nodes of a graph of scalars are products and sums, and their size is what a step costs.
  private @Nullable Tensor first;
  private @Nullable Tensor second;
  private @Nullable Tensor output;
  private int firstVersion;
  private int secondVersion;
  private int outputVersion;
  private @Nullable Rest rest;
  private boolean freed;

  /** Other saved tensors at their place among inputs and outputs, and their versions. */
  private record Rest(@Nullable Tensor[] tensors, int[] versions) {}

  /**
   * When it was recorded, by the count of its thread, but later than all of {@link #next}: a node comes before all its inputs when walked by
   * falling order, and what was computed together is walked together. 0 for a leaf.
   */
  final long order;

  /** The work that a running backward pass has for this node. */
  volatile Engine.@Nullable Task task;

  private @Nullable List<TensorHook> tensorHooks;
  private @Nullable List<BiConsumer<List<@Nullable Tensor>, List<@Nullable Tensor>>> nodeHooks;

  /** A hook on one output. */
  record TensorHook(int output, UnaryOperator<@Nullable Tensor> hook) {}

  private Node(Tensor leaf) {
    this.op = null;
    this.leaf = leaf;
    this.next = new Node[0];
    this.nextOutput = null;
    this.inTypes = null;
    this.outTypes = null;
    this.outType = leaf.type();
    this.order = 0;
  }

  private Node(Op op, @Nullable Node[] next, int @Nullable [] nextOutput, TensorType @Nullable [] inTypes,
      TensorType outType, TensorType @Nullable [] outTypes) {
    this.op = op;
    this.leaf = null;
    this.next = next;
    this.nextOutput = nextOutput;
    this.inTypes = inTypes;
    this.outType = outType;
    this.outTypes = outTypes;
    int clock = ((int) Thread.currentThread().threadId() & 63) << 3;
    long latest = CLOCKS[clock];
    for (Node n : next) {
      if (n != null && n.order > latest) {
        latest = n.order;
      }
    }
    this.order = latest + 1;
    CLOCKS[clock] = latest + 1;
  }

  private static TensorType[] types(Tensor[] tensors) {
    TensorType[] types = new TensorType[tensors.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = tensors[i].type();
    }
    return types;
  }

  static Node leaf(Tensor t) {
    return new Node(t);
  }

  /**
   * Records {@code op}: the graph goes on at the nodes of {@code in}; what the rule reads is taken from {@code low} and {@code out}, the inputs
   * and outputs as that rule will see them (the same tensors for backward(), one level down for a transform). Only inputs of the level {@code
   * owner} carry this graph; null stands for plain tensors.
   */
  static Node record(Op op, Tensor[] in, Tensor[] low, Tensor[] out, @Nullable Level owner) {
    int n = in.length;
    @Nullable
    Node[] next = new @Nullable Node[n];
    int[] nextOutput = null;
    TensorType outType = out[0].type();
    boolean alike = true;
    int needs = 0;
    for (int i = 0; i < n; i++) {
      Tensor t = in[i];
      alike &= t.type() == outType;
      Node node = t.level() == owner ? nodeOf(t) : null;
      if (node != null) {
        next[i] = node;
        if (i < Op.OUTPUT) {
          needs |= 1 << i;
        }
        if (t.outputNr != 0) {
          nextOutput = nextOutput == null ? new int[n] : nextOutput;
          nextOutput[i] = t.outputNr;
        }
      }
    }
    Node node = new Node(op, next, nextOutput, alike ? null : types(in), outType, out.length == 1 ? null : types(out));
    int mask = op.saves(needs);
    if (mask != 0) {
      node.save(mask, low, out);
    }
    return node;
  }

  /** {@link #record} of an op on one or two plain tensors, for {@link Dispatch}'s short way. */
  static Node record(ElementwiseOp op, ConcreteTensor a, @Nullable ConcreteTensor b, ConcreteTensor out) {
    Node left = nodeOf(a);
    Node right = b == null ? null : nodeOf(b);
    int needs = (left == null ? 0 : 1) | (right == null ? 0 : 2);
    TensorType outType = out.type();
    TensorType aType = a.type();
    TensorType bType = b == null ? outType : b.type();
    boolean alike = aType == outType && bType == outType;
    boolean firsts = (left == null || a.outputNr == 0) && (right == null || b == null || b.outputNr == 0);
    @Nullable
    Node[] next = b == null ? new @Nullable Node[] {left} : new @Nullable Node[] {left, right};
    Node node = new Node(op, next, firsts ? null : new int[] {a.outputNr, b == null ? 0 : b.outputNr},
        alike ? null : new TensorType[] {aType, bType}, outType, null);
    int mask = op.saves(needs);
    if (mask != 0) {
      node.save(mask, a, b, out);
    }
    return node;
  }

  /** The node that a gradient for {@code t} is sent to: the one that computed it, or its accumulator; null if none is wanted. */
  static @Nullable Node nodeOf(Tensor t) {
    Node node = t.node();
    if (node != null) {
      return node;
    }
    GradState state = t.grads;
    return state != null && state.requiresGrad ? state.accumulator(t) : null;
  }

  private void save(int mask, Tensor[] in, Tensor[] out) {
    int n = in.length;
    save(mask, in[0], n > 1 ? in[1] : null, out[0]);
    if ((mask & ~(1 | 2 | 1 << Op.OUTPUT)) == 0) {
      return;
    }
    @Nullable
    Tensor[] kept = new @Nullable Tensor[n + out.length];
    int[] versions = new int[n + out.length];
    for (int k = 2; k < kept.length; k++) {
      boolean wanted = k < n ? k < Op.OUTPUT && (mask >> k & 1) != 0 : (mask >> Op.OUTPUT + (k - n) & 1) != 0;
      if (wanted && k != n) {
        Tensor t = k < n ? in[k] : out[k - n];
        kept[k] = t;
        versions[k] = version(t);
      }
    }
    rest = new Rest(kept, versions);
  }

  private void save(int mask, Tensor a, @Nullable Tensor b, Tensor out) {
    if ((mask & 1) != 0) {
      first = a;
      firstVersion = version(a);
    }
    if ((mask & 2) != 0 && b != null) {
      second = b;
      secondVersion = version(b);
    }
    if ((mask >> Op.OUTPUT & 1) != 0) {
      output = out;
      outputVersion = version(out);
    }
  }

  /** Makes a later look at the saved input {@code i} fail, as it has been written since. */
  void overwritten(int i) {
    if (i == 1) {
      secondVersion--;
    } else if (i > 1 && rest != null) {
      rest.versions[i]--;
    }
  }

  private static int version(Tensor t) {
    return t instanceof ConcreteTensor c ? c.window().storage().version() : 0;
  }

  /** The saved tensor {@code k}, inputs first, then outputs, checked. */
  private Tensor saved(int k) {
    return k == next.length
        ? checked(k, output, outputVersion)
        : k == 0 ? checked(k, first, firstVersion) : k == 1 ? checked(k, second, secondVersion) : savedInRest(k);
  }

  private Tensor savedInRest(int k) {
    Rest r = rest;
    return checked(k, r == null ? null : r.tensors[k], r == null ? 0 : r.versions[k]);
  }

  private Tensor checked(int k, @Nullable Tensor t, int expected) {
    if (t == null) {
      if (freed) {
        throw new GradientException(FREED);
      }
      throw new AssertionError(op + ": its backward rule reads tensor " + k + ", which saves() does not name");
    }
    int now = version(t);
    if (now != expected) {
      throw new GradientException(modified(t, now, expected));
    }
    return t;
  }

  /** The name of {@code node} as PyTorch's messages have it: with its namespace where it is written by hand in C++. */
  private static String qualified(Node node) {
    return node.op instanceof InPlace.CopySlices ? "torch::autograd::" + node : node.name();
  }

  private static String modified(Tensor t, int now, int expected) {
    Node maker = t.node();
    return "one of the variables needed for gradient computation has been modified by an inplace operation: [torch."
        + t.dtype().scalarName()
        + "Tensor " + t.shape() + "]"
        + (maker == null ? "" : ", which is output " + t.outputNr + " of " + qualified(maker) + ",") + " is at version "
        + now
        + "; expected version " + expected
        + " instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with"
        + " torch.autograd.set_detect_anomaly(True).";
  }

  @Override
  public Tensor in(int i) {
    return saved(i);
  }

  @Override
  public Tensor out() {
    return saved(next.length);
  }

  @Override
  public Tensor out(int j) {
    return saved(next.length + j);
  }

  @Override
  public int inputs() {
    return next.length;
  }

  @Override
  public TensorType inType(int i) {
    return inTypes == null ? outType : inTypes[i];
  }

  @Override
  public TensorType outType(int j) {
    return outTypes == null ? outType : outTypes[j];
  }

  @Override
  public boolean needs(int i) {
    return next[i] != null;
  }

  /** The number of outputs. */
  int outputs() {
    return outTypes == null ? 1 : outTypes.length;
  }

  /** Whether {@code storage} belongs to a saved tensor, so that it must not be given away. */
  boolean keeps(@Nullable Storage storage) {
    if (storage == null) {
      return false;
    }
    boolean kept = isOf(first, storage) || isOf(second, storage) || isOf(output, storage);
    for (int k = 0; !kept && rest != null && k < rest.tensors.length; k++) {
      kept = isOf(rest.tensors[k], storage);
    }
    return kept;
  }

  private static boolean isOf(@Nullable Tensor t, Storage storage) {
    return t instanceof ConcreteTensor c && c.window().storage() == storage;
  }

  /** Fails as a second backward pass must, if this node's saved tensors are gone. */
  void checkNotFreed() {
    if (freed) {
      throw new GradientException(FREED);
    }
  }

  /** Drops the saved tensors. */
  void free() {
    if (first != null || second != null || output != null || rest != null) {
      first = null;
      second = null;
      output = null;
      rest = null;
      freed = true;
    }
  }

  /** How many bytes the saved tensors hold, shared storage counted once for each. */
  public long savedBytes() {
    long bytes = bytes(first) + bytes(second) + bytes(output);
    for (int k = 0; rest != null && k < rest.tensors.length; k++) {
      bytes += bytes(rest.tensors[k]);
    }
    return bytes;
  }

  private static long bytes(@Nullable Tensor t) {
    return t == null ? 0 : (long) t.numel() * t.dtype().bytes();
  }

  /** The operation; null for a leaf. */
  public @Nullable Op op() {
    return op;
  }

  /** PyTorch's name of this node, such as {@code MulBackward0}; {@code AccumulateGrad} for a leaf. */
  public String name() {
    return op == null ? "AccumulateGrad" : op.gradName();
  }

  /** The nodes of the inputs, in the order of the inputs; null where an input wants no gradient or is a number. */
  public List<@Nullable Node> nextFunctions() {
    List<@Nullable Node> list = new ArrayList<>();
    Collections.addAll(list, next);
    for (int i = op == null ? 0 : op.numberOperands(); i > 0; i--) {
      list.add(null);
    }
    return Collections.unmodifiableList(list);
  }

  /** The leaf that this node accumulates into; null for an operation. */
  public @Nullable Tensor variable() {
    return leaf;
  }

  /** Calls {@code hook} with the gradients of the inputs and of the outputs whenever this node has been walked. */
  public RemovableHandle registerHook(BiConsumer<List<@Nullable Tensor>, List<@Nullable Tensor>> hook) {
    synchronized (this) {
      nodeHooks = nodeHooks == null ? new ArrayList<>() : new ArrayList<>(nodeHooks);
      nodeHooks.add(hook);
    }
    return () -> {
      synchronized (this) {
        if (nodeHooks != null) {
          nodeHooks = new ArrayList<>(nodeHooks);
          nodeHooks.remove(hook);
        }
      }
    };
  }

  RemovableHandle addTensorHook(int output, UnaryOperator<@Nullable Tensor> hook) {
    TensorHook entry = new TensorHook(output, hook);
    synchronized (this) {
      tensorHooks = tensorHooks == null ? new ArrayList<>() : new ArrayList<>(tensorHooks);
      tensorHooks.add(entry);
    }
    return () -> {
      synchronized (this) {
        if (tensorHooks != null) {
          tensorHooks = new ArrayList<>(tensorHooks);
          tensorHooks.remove(entry);
        }
      }
    };
  }

  @Nullable
  List<TensorHook> tensorHooks() {
    return tensorHooks;
  }

  @Nullable
  List<BiConsumer<List<@Nullable Tensor>, List<@Nullable Tensor>>> nodeHooks() {
    return nodeHooks;
  }

  @Override
  public String toString() {
    return name();
  }
}
