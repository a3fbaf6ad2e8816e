package dev.nabla;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.GradientException;
import dev.nabla.type.TensorType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One backward pass: walks the graph from the roots by falling order, so that every node is visited once, after all nodes that use it.
 *
 * <p>Note [Backward pass]: no recursion (a graph of a million nodes is normal), no static state (passes may nest in hooks and run on many
 * threads over one graph). The pending cotangents of a node hang on the node itself in {@link Node#task}, claimed by compare-and-set; where
 * another pass has claimed it, they go to a map of this pass. Recording the pass ({@code createGraph}) is the same loop with recording on.
 */
final class Engine {
  /** The pending cotangents of one node in one pass. */
  static final class Task {
    final Engine pass;
    final Node node;

    /** {@link Node#order}: the queue compares it often. */
    final long order;

    /** The cotangent of the first output. */
    @Nullable Tensor first;

    /** The cotangents of all outputs, where there are several; the first one stands in {@link #first}. */
    private final @Nullable Tensor @Nullable [] others;

    /** Bit j: nobody else holds cotangent j, it may be written or given away. */
    long owned;

    Task(Engine pass, Node node) {
      this.pass = pass;
      this.node = node;
      this.order = node.order;
      this.others = node.outputs() == 1 ? null : new @Nullable Tensor[node.outputs()];
    }

    @Nullable
    Tensor get(int output) {
      return output == 0 || others == null ? first : others[output];
    }

    void set(int output, @Nullable Tensor g) {
      if (output == 0 || others == null) {
        first = g;
      } else {
        others[output] = g;
      }
    }

    @Nullable
    Tensor[] all() {
      if (others == null) {
        return new @Nullable Tensor[] {first};
      }
      @Nullable
      Tensor[] all = others.clone();
      all[0] = first;
      return all;
    }
  }

  /** Which ops are the library's own: their rules keep no cotangent beyond the call, as rules of users might. */
  private static final ClassValue<Boolean> OWN_RULES = new ClassValue<>() {
    @Override
    protected Boolean computeValue(Class<?> op) {
      return op.getPackageName().equals(Op.class.getPackageName()) && op != CustomFunction.Call.class
          && op != InPlace.CopySlices.class;
    }
  };

  private static final VarHandle TASK;

  static {
    try {
      TASK = MethodHandles.lookup().findVarHandle(Node.class, "task", Task.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final boolean retain;
  private final boolean create;
  /** The task to be done next; null if the heap has it. A chain of ops goes through here alone. */
  private @Nullable Task head;

  private @Nullable Task[] heap = new @Nullable Task[16];
  private int size;

  /** Leaves wait until all ops are done. */
  private @Nullable Task[] leaves = new @Nullable Task[16];
  private int leafCount;
  private @Nullable Map<Node, Task> overflow;

  /** The nodes on a way to a wanted input; null if all are walked. */
  private @Nullable Set<Node> wanted;

  /** Where cotangents are picked up instead of walking on, and what was picked up. */
  private @Nullable Map<Node, @Nullable Tensor[]> captures;

  Engine(boolean retain, boolean create) {
    this.retain = retain;
    this.create = create;
  }

  /** Adds the cotangents of {@code roots} to the gradients of all leaves, or only of {@code inputs}. */
  void accumulate(List<Tensor> roots, Tensor[] cotangents, @Nullable List<Tensor> inputs) {
    if (inputs != null) {
      capture(inputs);
    }
    walk(roots, cotangents);
    if (inputs != null) {
      for (Tensor t : new HashSet<>(inputs)) {
        Tensor g = captured(t);
        if (g != null) {
          if (t.isLeaf()) {
            addTo(t, g, false);
          } else {
            t.grad(t.grad() == null ? g : t.grad().add(g));
          }
        }
      }
    }
  }

  /** The cotangents of {@code inputs}; null where an input was not reached. */
  @Nullable
  Tensor[] gradients(List<Tensor> roots, Tensor[] cotangents, List<Tensor> inputs) {
    capture(inputs);
    walk(roots, cotangents);
    @Nullable
    Tensor[] out = new @Nullable Tensor[inputs.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = captured(inputs.get(i));
    }
    return out;
  }

  private @Nullable Tensor captured(Tensor t) {
    Node node = Node.nodeOf(t);
    @Nullable
    Tensor[] got = node == null || captures == null ? null : captures.get(node);
    return got == null ? null : got[t.outputNr];
  }

  private void capture(List<Tensor> inputs) {
    Map<Node, @Nullable Tensor[]> map = new IdentityHashMap<>();
    for (Tensor t : inputs) {
      Node node = Node.nodeOf(t);
      if (node != null) {
        map.computeIfAbsent(node, n -> new @Nullable Tensor[n.outputs()]);
      }
    }
    captures = map;
  }

  private void walk(List<Tensor> roots, Tensor[] cotangents) {
    try (GradMode.Scope _ = GradMode.set(create)) {
      if (captures != null) {
        wanted = reaching(roots, captures.keySet());
      }
      for (int i = 0; i < cotangents.length; i++) {
        Tensor root = roots.get(i);
        Node node = Node.nodeOf(root);
        if (node != null && isWanted(node)) {
          send(node, root.outputNr, cotangents[i], false);
        }
      }
      for (Task task = pop(); task != null; task = pop()) {
        step(task);
      }
    } finally {
      while (pop() != null) {
        // A pass that failed leaves no task behind.
      }
    }
  }

  /** All nodes from which a target can be reached, found without recursion: on the way back from a node's inputs it is known. */
  private static Set<Node> reaching(List<Tensor> roots, Set<Node> targets) {
    long lowest = Long.MAX_VALUE;
    for (Node t : targets) {
      lowest = Math.min(lowest, t.order);
    }
    Map<Node, Boolean> known = new IdentityHashMap<>();
    ArrayDeque<Node> stack = new ArrayDeque<>();
    for (Tensor root : roots) {
      Node n = Node.nodeOf(root);
      if (n != null) {
        stack.push(n);
      }
    }
    Set<Node> visited = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    while (!stack.isEmpty()) {
      Node n = stack.peek();
      if (known.containsKey(n)) {
        stack.pop();
      } else if (visited.add(n)) {
        for (Node m : n.next) {
          if (m != null && m.order >= lowest && !known.containsKey(m)) {
            stack.push(m);
          }
        }
      } else {
        boolean reaches = targets.contains(n);
        for (Node m : n.next) {
          reaches |= m != null && known.getOrDefault(m, false);
        }
        known.put(n, reaches);
        stack.pop();
      }
    }
    Set<Node> out = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    known.forEach((n, reaches) -> {
      if (reaches) {
        out.add(n);
      }
    });
    return out;
  }

  private void step(Task task) {
    Node node = task.node;
    callTensorHooks(task);
    if (captures != null) {
      @Nullable
      Tensor[] slots = captures.get(node);
      if (slots != null) {
        System.arraycopy(task.all(), 0, slots, 0, slots.length);
        task.owned = 0;
      }
    }
    Op op = node.op;
    if (op == null) {
      Tensor g = task.first;
      if (captures == null && g != null) {
        Tensor leaf = java.util.Objects.requireNonNull(node.leaf);
        synchronized (node) {
          addTo(leaf, g, (task.owned & 1) != 0 && node.nodeHooks() == null);
        }
        callNodeHooks(node, List.of(), List.of(g));
      }
      return;
    }
    if (captures != null && lastWanted(node) < 0) {
      return;
    }
    node.checkNotFreed();
    if (op.joint()) {
      stepJointly(op, task);
    } else {
      stepSingly(op, task);
    }
    if (!retain) {
      node.free();
    }
  }

  private void stepSingly(Op op, Task task) {
    Node node = task.node;
    Tensor g = task.first;
    if (g == null) {
      return;
    }
    @Nullable
    Tensor[] all = node.nodeHooks() != null ? new @Nullable Tensor[node.next.length] : null;
    ConcreteTensor mine = all == null && (task.owned & 1) != 0 && !create && g instanceof ConcreteTensor c ? c : null;
    Storage given = storage(g);
    @Nullable
    Storage[] sent = new @Nullable Storage[node.next.length];
    boolean shared = false;
    int last = lastWanted(node);
    for (int i = 0; i <= last; i++) {
      Node to = node.next[i];
      if (to == null || !isWanted(to)) {
        continue;
      }
      Tensor d = !create && g instanceof ConcreteTensor c
          ? op.vjpPlain(i, node, c, mine != null && i == last && !shared)
          : op.vjp(i, node, g);
      if (all != null) {
        all[i] = d;
      }
      if (d == null) {
        continue;
      }
      checkNan(node, d, i);
      Storage s = storage(d);
      // The cotangent that came in goes on as this pass's own only if nobody else got it or a view of it; a new one only
      // if it was not sent before, is no saved tensor and is not shown to hooks. A broadcast one is nobody's to write.
      boolean fresh = s == given
          ? mine != null && i == last && !shared
          : !contains(sent, s, i) && !node.keeps(s);
      shared |= s == given || s == null;
      sent[i] = s;
      send(to, node.nextOutput == null ? 0 : node.nextOutput[i], d,
          s != null && all == null && fresh && !((ConcreteTensor) d).window().overlapsItself());
    }
    if (all != null) {
      callNodeHooks(node, Arrays.asList(all), Arrays.asList(task.all()));
    } else if (mine != null && !shared && OWN_RULES.get(op.getClass())) {
      mine.window().storage().release();
    }
  }

  /** The buffer of a tensor that has its elements; null for a wrapped one. */
  private static @Nullable Storage storage(@Nullable Tensor t) {
    return t instanceof ConcreteTensor c ? c.window().storage() : null;
  }

  private static boolean contains(@Nullable Storage[] sent, @Nullable Storage s, int n) {
    for (int i = 0; i < n; i++) {
      if (sent[i] == s) {
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(Node node) {
    return wanted == null || wanted.contains(node);
  }

  /** The last input that a cotangent is computed for; -1 if there is none. */
  private int lastWanted(Node node) {
    int i = node.next.length - 1;
    while (i >= 0) {
      Node to = node.next[i];
      if (to != null && isWanted(to)) {
        break;
      }
      i--;
    }
    return i;
  }

  private void stepJointly(Op op, Task task) {
    Node node = task.node;
    @Nullable
    Tensor[] d = op.vjpAll(node, task.all());
    boolean ours = !create && node.nodeHooks() == null && OWN_RULES.get(op.getClass());
    for (int i = 0; i < node.next.length; i++) {
      Node to = node.next[i];
      Tensor di = to == null ? null : d[i];
      if (to != null && di != null && isWanted(to)) {
        checkNan(node, di, i);
        boolean fresh = ours && FusedOp.owns(node, d, i, task.all());
        send(to, node.nextOutput == null ? 0 : node.nextOutput[i], di, fresh);
      }
    }
    callNodeHooks(node, Arrays.asList(d), Arrays.asList(task.all()));
    if (ours) {
      releaseAll(task, d);
    }
  }

  /** Releases the cotangents of a node whose joint rule gave {@code d}, but for those that went on in there. */
  private static void releaseAll(Task task, @Nullable Tensor[] d) {
    for (int j = 0; j < task.node.outputs(); j++) {
      Storage s = storage(task.get(j));
      boolean mine = s != null && (task.owned >>> j & 1) != 0;
      for (Tensor di : d) {
        mine &= di == null || di instanceof ConcreteTensor && storage(di) != s;
      }
      for (int k = 0; k < task.node.outputs(); k++) {
        mine &= k == j || storage(task.get(k)) != s;
      }
      if (mine && s != null) {
        s.release();
      }
    }
  }

  private static void checkNan(Node node, Tensor d, int i) {
    if (Autograd.anomalyEnabled() && d.level() == null && d.dtype().isFloating()
        && d.detach().isNan().any().itemBoolean()) {
      throw new GradientException("Function '" + node + "' returned nan values in its " + i + "th output.");
    }
  }

  private static void callNodeHooks(Node node, List<@Nullable Tensor> inputs, List<@Nullable Tensor> outputs) {
    var hooks = node.nodeHooks();
    if (hooks != null) {
      hooks.forEach(h -> h.accept(inputs, outputs));
    }
  }

  private static void callTensorHooks(Task task) {
    var hooks = task.node.tensorHooks();
    if (hooks != null) {
      for (Node.TensorHook h : hooks) {
        Tensor g = task.get(h.output());
        if (g != null) {
          replace(task, h.output(), h.hook().apply(g));
        }
      }
    }
    Tensor leaf = task.node.leaf;
    if (leaf != null && leaf.grads != null && leaf.grads.hooks != null) {
      for (var h : List.copyOf(leaf.grads.hooks)) {
        Tensor g = task.first;
        if (g != null) {
          replace(task, 0, h.apply(g));
        }
      }
    }
  }

  private static void replace(Task task, int output, @Nullable Tensor g) {
    task.owned = 0;
    if (g != null) {
      task.set(output, g);
    }
  }

  /** Adds {@code g} to what is pending for an output of {@code node}. */
  private void send(Node node, int output, Tensor g, boolean owned) {
    Task task = taskOf(node);
    Tensor before = task.get(output);
    Tensor cast = conform(node, output, g);
    long bit = 1L << output;
    if (before == null) {
      task.set(output, cast);
      task.owned |= owned || cast != g ? bit : 0;
    } else
      if (!create && (task.owned & bit) != 0 && before instanceof ConcreteTensor b && cast instanceof ConcreteTensor c
          && b.type().equals(cast.type())) {
            // The buffer is this pass's own: no graph, no view and no saved tensor can see the write.
            Pointwise.ADD.runInto(new Strided[] {b.window(), c.window()}, b.window());
            if (owned) {
              c.window().storage().release();
            }
          } else {
            task.set(output, before.add(cast));
            task.owned |= bit;
          }
  }

  /** Checks the shape of a cotangent and converts it to the type of the output it belongs to. */
  private static Tensor conform(Node node, int output, Tensor g) {
    TensorType type = node.outType(output);
    if (g.type() == type) {
      return g;
    }
    if (g.dtype() != type.dtype()) {
      return g.to(type.dtype());
    }
    if (g.shape() != type.shape() && !g.shape().equals(type.shape())) {
      throw new GradientException("the backward rule of an op that reads output " + output + " of " + node
          + " gave a gradient of shape " + g.shape()
          + " for a tensor of shape " + type.shape());
    }
    return g;
  }

  private Task taskOf(Node node) {
    Task mine = node.task;
    if (mine != null && mine.pass == this) {
      return mine;
    }
    if (overflow != null) {
      Task there = overflow.get(node);
      if (there != null) {
        return there;
      }
    }
    Task task = new Task(this, node);
    if (mine != null || !TASK.compareAndSet(node, (Task) null, task)) {
      overflow = overflow == null ? new IdentityHashMap<>() : overflow;
      overflow.put(node, task);
    }
    push(task);
    return task;
  }

  private void push(Task task) {
    if (task.order == 0) {
      if (leafCount == leaves.length) {
        leaves = Arrays.copyOf(leaves, 2 * leafCount);
      }
      leaves[leafCount++] = task;
      return;
    }
    Task first = head;
    if (first == null && (size == 0 || task.order > at(0).order)) {
      head = task;
    } else if (first != null && task.order > first.order) {
      head = task;
      sink(first);
    } else {
      sink(task);
    }
  }

  private void sink(Task task) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int i = size++;
    while (i > 0) {
      int up = (i - 1) >>> 1;
      Task parent = at(up);
      if (parent.order >= task.order) {
        break;
      }
      heap[i] = parent;
      i = up;
    }
    heap[i] = task;
  }

  /** The task of the largest order, off the queue; leaves at last. Null if there is none. */
  private @Nullable Task pop() {
    Task top = head;
    if (top != null) {
      head = null;
    } else if (size > 0) {
      top = rise();
    } else if (leafCount > 0) {
      top = leaves[--leafCount];
      leaves[leafCount] = null;
    }
    if (top != null) {
      if (top.node.task == top) {
        top.node.task = null;
      } else if (overflow != null) {
        overflow.remove(top.node);
      }
    }
    return top;
  }

  /** Takes the first task off the heap. */
  private Task rise() {
    Task top = at(0);
    Task last = at(--size);
    heap[size] = null;
    if (size > 0) {
      int i = 0;
      for (int child = 1; child < size; child = 2 * i + 1) {
        if (child + 1 < size && at(child + 1).order > at(child).order) {
          child++;
        }
        if (at(child).order <= last.order) {
          break;
        }
        heap[i] = at(child);
        i = child;
      }
      heap[i] = last;
    }
    return top;
  }

  private Task at(int i) {
    Task t = heap[i];
    if (t == null) {
      throw new AssertionError("empty slot in the queue");
    }
    return t;
  }

  /** Adds {@code g} to the gradient of a leaf; takes it over if nobody else holds it. */
  private void addTo(Tensor leaf, Tensor g, boolean owned) {
    GradState state = leaf.state();
    Tensor before = state.grad;
    if (before == null) {
      boolean keep = create
          || owned && g instanceof ConcreteTensor c && c.isContiguous() && c.window().storage().length() == g.numel();
      state.grad = keep ? g : g.cloneTensor();
    } else if (create || before.requiresGrad()) {
      state.grad = before.add(g);
    } else {
      before.add_(g);
      if (owned && g instanceof ConcreteTensor c) {
        c.window().storage().release();
      }
    }
  }
}
