package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.nabla.expr.Tape;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the {@link Kernel} of a tape as a hidden class.
 *
 * <p>The class has {@code run} and {@code row}, which fetch arrays and positions and call {@code small}, one scalar loop over everything, or
 * {@code loop}, which calls the {@code step…} methods, block by block. All of these take the same arguments: for each input its array and
 * position, then the output's, the parameters, the block buffers and the number of elements.
 */
final class KernelWriter {
  /** Elements in a block: a handful of float64 buffers stay in a 32 KiB first-level cache. */
  static final int BLOCK = 512;

  private static final int ACC_STATIC_FINAL = ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
  private static final int MAX_SMALL = 100;

  /** More bytecodes than HotSpot's FreqInlineSize. */
  private static final int UNINLINABLE = 330;

  private static final ClassDesc KERNEL = Kernel.class.describeConstable().orElseThrow();
  private static final ClassDesc STRIDED = Strided.class.describeConstable().orElseThrow();
  private static final ClassDesc STORAGE = Storage.class.describeConstable().orElseThrow();
  private static final ClassDesc GENERATED = ClassDesc.of("dev.nabla.kernel.vector.Generated");
  private static final MethodTypeDesc INT_GETTER = MethodTypeDesc.of(CD_int);

  private final long mask;
  private final int inputs;
  private final DType compute;
  private final DType result;
  private final Steps steps;
  private final Steps scalar;
  private final boolean simd;
  private final MethodTypeDesc loopType;

  private KernelWriter(Tape tape, DType compute, DType result, int inputs, long mask) {
    this.mask = mask;
    this.inputs = inputs;
    this.compute = compute;
    this.result = result;
    this.simd = Simd.AVAILABLE && compute.isFloating();
    this.steps = new Steps(tape, mask, simd, compute == DType.BOOL);
    this.scalar = simd ? new Steps(tape, mask, false, false) : steps;
    List<ClassDesc> args = new ArrayList<>();
    for (int k = 0; k < inputs; k++) {
      args.add(array(compute));
      args.add(CD_int);
    }
    args.add(array(result));
    args.add(CD_int);
    args.add(CD_double.arrayType());
    args.add(number(compute).arrayType(2));
    args.add(CD_int);
    this.loopType = MethodTypeDesc.of(CD_void, args);
  }

  /** The most inputs that a written kernel takes: arguments of a method are limited to 255 words. */
  static final int MAX_INPUTS = 60;

  /** The kernel for a tape; inputs in {@code mask} are single numbers. */
  static Kernel write(Tape tape, DType compute, DType result, int inputs, long mask) {
    byte[] bytes = new KernelWriter(tape, compute, result, inputs, mask).bytes();
    try {
      MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Kernel) hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define the kernel of a formula", e);
    }
  }

  /** The type of the numbers that the scalar code computes with. */
  static ClassDesc number(DType compute) {
    return compute == DType.FLOAT32 ? CD_float : compute == DType.FLOAT64 ? CD_double : CD_long;
  }

  static TypeKind kind(DType compute) {
    return compute == DType.FLOAT32 ? TypeKind.FLOAT : compute == DType.FLOAT64 ? TypeKind.DOUBLE : TypeKind.LONG;
  }

  static TypeKind element(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> TypeKind.FLOAT;
      case FLOAT64 -> TypeKind.DOUBLE;
      case INT64 -> TypeKind.LONG;
      case INT32 -> TypeKind.INT;
      case INT16, FLOAT16, BFLOAT16 -> TypeKind.SHORT;
      case INT8, UINT8, BOOL -> TypeKind.BYTE;
    };
  }

  private static ClassDesc array(DType dtype) {
    return element(dtype).upperBound().arrayType();
  }

  private static String getter(DType dtype) {
    return switch (element(dtype)) {
      case FLOAT -> "floats";
      case DOUBLE -> "doubles";
      case LONG -> "longs";
      case INT -> "ints";
      case SHORT -> "shorts";
      default -> "bytes";
    };
  }

  private byte[] bytes() {
    return ClassFile.of().build(GENERATED, builder -> {
      builder.withSuperclass(KERNEL).withFlags(ClassFile.ACC_FINAL);
      builder.withMethodBody(INIT_NAME, MTD_void, 0,
          code -> code.aload(0).invokespecial(KERNEL, INIT_NAME, MTD_void).return_());
      ClassDesc windows = STRIDED.arrayType();
      ClassDesc numbers = CD_double.arrayType();
      builder.withMethodBody("run", MethodTypeDesc.of(CD_void, windows, numbers, STRIDED, CD_int, CD_int, CD_boolean),
          0, this::run);
      builder.withMethodBody("row",
          MethodTypeDesc.of(CD_void, windows, numbers, STRIDED, CD_int.arrayType(), CD_int, CD_boolean), 0, this::row);
      if (simd || !hasSmall()) {
        builder.withMethodBody("loop", loopType, ACC_STATIC_FINAL, this::loop);
      }
      if (hasSmall()) {
        builder.withMethodBody("small", loopType, ACC_STATIC_FINAL,
            code -> new StepWriter(code, scalar, 0, this).write());
      }
      for (int s = 0; (simd || !hasSmall()) && s < steps.list.size(); s++) {
        int number = s;
        builder.withMethodBody("step" + s, loopType, ACC_STATIC_FINAL, code -> step(code, number));
      }
    });
  }

  /**
   * One of several steps is made too long to be inlined (by code that never runs): inlined into one method, their vectors would exceed what the
   * compiler takes on at once, and the rest would live in objects.
   */
  private void step(CodeBuilder code, int number) {
    new StepWriter(code, steps, number, this).write();
    for (int i = 0; steps.list.size() > 1 && i < UNINLINABLE; i++) {
      code.nop();
    }
    if (steps.list.size() > 1) {
      code.return_();
    }
  }

  /** Whether one scalar loop does everything. */
  private boolean hasSmall() {
    return scalar.list.size() == 1 && scalar.list.getFirst().nodes().size() <= MAX_SMALL;
  }

  boolean isSingle(int input) {
    return (mask >>> input & 1) != 0;
  }

  long mask() {
    return mask;
  }

  DType compute() {
    return compute;
  }

  DType result() {
    return result;
  }

  int arraySlot(int input) {
    return 2 * input;
  }

  int outSlot() {
    return 2 * inputs;
  }

  int paramsSlot() {
    return 2 * inputs + 2;
  }

  int buffersSlot() {
    return 2 * inputs + 3;
  }

  int countSlot() {
    return 2 * inputs + 4;
  }

  /** {@code run(in, params, out, from, to, vectors)}: slots 1 to 6. */
  private void run(CodeBuilder code) {
    for (int k = 0; k < inputs; k++) {
      code.aload(1).loadConstant(k).aaload();
      fetch(code, compute);
      code.aload(1).loadConstant(k).aaload().invokevirtual(STRIDED, "offset", INT_GETTER);
      if (!isSingle(k)) {
        code.iload(4).iadd();
      }
    }
    code.aload(3);
    fetch(code, result);
    code.aload(3).invokevirtual(STRIDED, "offset", INT_GETTER).iload(4).iadd();
    code.aload(2).aconst_null().iload(5).iload(4).isub();
    choose(code);
  }

  /** {@code row(in, params, out, at, n, vectors)}: slots 1 to 6. */
  private void row(CodeBuilder code) {
    for (int k = 0; k < inputs; k++) {
      code.aload(1).loadConstant(k).aaload();
      fetch(code, compute);
      code.aload(4).loadConstant(k).iaload();
    }
    code.aload(3);
    fetch(code, result);
    code.aload(4).loadConstant(inputs).iaload();
    code.aload(2).aconst_null().iload(5);
    choose(code);
  }

  private static void fetch(CodeBuilder code, DType dtype) {
    code.invokevirtual(STRIDED, "storage", MethodTypeDesc.of(STORAGE));
    code.invokevirtual(STORAGE, getter(dtype), MethodTypeDesc.of(array(dtype)));
  }

  /** With all arguments on the stack, the number of elements last, and whether vectors may be used in slot 6: calls small or loop. */
  private void choose(CodeBuilder code) {
    if (hasSmall() && simd) {
      Label small = code.newLabel();
      code.iload(6).ifeq(small);
      code.dup().loadConstant(smallest()).if_icmplt(small);
      code.invokestatic(GENERATED, "loop", loopType).return_();
      code.labelBinding(small);
    }
    code.invokestatic(GENERATED, hasSmall() ? "small" : "loop", loopType).return_();
  }

  private void loop(CodeBuilder code) {
    if (steps.list.size() == 1) {
      callAll(code, "step0");
      code.return_();
    } else {
      blocks(code);
    }
  }

  /** From how many elements on vectors pay: one of them. */
  private int smallest() {
    return compute == DType.FLOAT32 ? FloatLanes.SPECIES.length() : DoubleLanes.SPECIES.length();
  }

  private void callAll(CodeBuilder code, String name) {
    for (int k = 0; k < inputs; k++) {
      code.aload(arraySlot(k)).iload(arraySlot(k) + 1);
    }
    code.aload(outSlot()).iload(outSlot() + 1).aload(paramsSlot()).aload(buffersSlot()).iload(countSlot());
    code.invokestatic(GENERATED, name, loopType);
  }

  /** {@code for (; left > 0; left -= BLOCK) { n = min(left, BLOCK); step0(…); step1(…); …; positions += n }}. */
  private void blocks(CodeBuilder code) {
    int left = code.allocateLocal(TypeKind.INT);
    code.iload(countSlot()).istore(left);
    MethodTypeDesc min = MethodTypeDesc.of(CD_int, CD_int, CD_int);
    code.loadConstant(steps.buffers);
    ClassDesc buffers = number(compute).arrayType(2);
    code.invokestatic(KERNEL, getter(compute.isFloating() ? compute : DType.INT64), MethodTypeDesc.of(buffers, CD_int))
        .astore(buffersSlot());
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(left).ifle(end);
    code.iload(left).loadConstant(BLOCK).invokestatic(StepWriter.MATH, "min", min).istore(countSlot());
    for (int s = 0; s < steps.list.size(); s++) {
      callAll(code, "step" + s);
    }
    for (int k = 0; k < inputs; k++) {
      if (!isSingle(k)) {
        code.iload(arraySlot(k) + 1).iload(countSlot()).iadd().istore(arraySlot(k) + 1);
      }
    }
    code.iload(outSlot() + 1).iload(countSlot()).iadd().istore(outSlot() + 1);
    code.iload(left).iload(countSlot()).isub().istore(left);
    code.goto_(top);
    code.labelBinding(end);
    code.return_();
  }
}
