package dev.nabla.kernel;

import dev.nabla.expr.Program;

/** {@code out[i] = program(in_0[i], in_1[i], …)}: one call of {@link Backend#elementwise} as a value. */
public record Step(Program program, double[] params, Strided[] in, Strided out) {}
