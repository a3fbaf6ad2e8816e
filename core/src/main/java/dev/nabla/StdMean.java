package dev.nabla;

/** The standard deviation and the mean. */
public record StdMean(Tensor std, Tensor mean) {}
