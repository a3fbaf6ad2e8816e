package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Fn;
import dev.nabla.type.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;

/** Writes the loop of a step over whole vectors; {@link StepWriter}'s loop takes the elements that are left. */
final class VectorWriter extends LaneWriter {
  private final Steps steps;
  private final Steps.Step step;
  private final StepWriter scalar;
  private final KernelWriter kernel;
  private final int root;

  VectorWriter(CodeBuilder code, Steps steps, int number, StepWriter scalar, KernelWriter kernel) {
    super(code, steps.tape, steps.truth, kernel.compute());
    this.steps = steps;
    this.step = steps.list.get(number);
    this.scalar = scalar;
    this.kernel = kernel;
    this.root = tape.size() - 1;
  }

  void write() {
    broadcastSingles();
    int index = scalar.index();
    int last = code.allocateLocal(TypeKind.INT);
    code.iload(kernel.countSlot()).loadConstant(length).isub().istore(last);
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(index).iload(last).if_icmpgt(end);
    for (int i : step.nodes()) {
      for (int k = 0; k < steps.arity(i); k++) {
        fetch(tape.operand(i, k));
      }
      compute(i);
      local[i] = store();
      if (steps.buffer[i] >= 0) {
        pushVector(i);
        code.aload(scalar.bufferLocal(i)).iload(index);
        intoArray();
      }
    }
    if (scalar.hasRoot()) {
      fetch(root);
      storeRoot();
    }
    code.iinc(index, length);
    code.goto_(top);
    code.labelBinding(end);
  }

  /** Puts the vectors of all constants, parameters and single inputs into local variables, before the loop. */
  private void broadcastSingles() {
    if (steps.isLeaf(root)) {
      broadcastSingle(root);
    }
    boolean truths = truth[root] && kernel.result() != DType.BOOL;
    for (int i : step.nodes()) {
      truths |= truth[i];
      for (int k = 0; k < steps.arity(i); k++) {
        int a = tape.operand(i, k);
        broadcastSingle(a);
        truths |= truth[a] || ((Call) tape.node(i)).fn() == Fn.SELECT;
      }
    }
    if (truths || kernel.result() == DType.BOOL) {
      truthConstants();
    }
  }

  private void broadcastSingle(int node) {
    Expr e = tape.node(node);
    if (local[node] >= 0 || !Steps.isSingle(e, kernel.mask())) {
      return;
    }
    pushSpecies();
    if (e instanceof Const c) {
      pushConstant(c.value());
    } else {
      code.loadLocal(kind, scalar.local(node));
    }
    local[node] = broadcast();
  }

  private void fetch(int node) {
    if (local[node] >= 0) {
      return;
    }
    pushSpecies();
    if (tape.node(node) instanceof Input x) {
      int slot = kernel.arraySlot(x.index());
      code.aload(slot).iload(slot + 1).iload(scalar.index()).iadd();
    } else {
      code.aload(scalar.bufferLocal(node)).iload(scalar.index());
    }
    fromArray();
    if (truth[node]) {
      toMask();
    }
    local[node] = store();
  }

  private void storeRoot() {
    if (kernel.result() == DType.BOOL) {
      pushMask(root);
      code.aload(kernel.outSlot()).iload(kernel.outSlot() + 1).iload(scalar.index()).iadd();
      code.invokestatic(lanes, "store", MethodTypeDesc.of(CD_void, MASK, CD_byte.arrayType(), CD_int));
    } else {
      pushVector(root);
      code.aload(kernel.outSlot()).iload(kernel.outSlot() + 1).iload(scalar.index()).iadd();
      intoArray();
    }
  }
}
