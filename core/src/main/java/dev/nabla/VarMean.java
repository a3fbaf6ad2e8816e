package dev.nabla;

/** The variance and the mean. */
public record VarMean(Tensor var, Tensor mean) {}
