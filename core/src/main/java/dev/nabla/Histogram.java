package dev.nabla;

/**
 * How many elements fall between neighbouring edges.
 *
 * @param counts one number for each bin, the sum of the weights of its elements
 * @param edges the bounds of the bins, one more than there are bins
 */
public record Histogram(Tensor counts, Tensor edges) {}
