package dev.nabla;

/**
 * The distinct elements of a tensor.
 *
 * @param values the distinct elements (or slices)
 * @param inverse for each element (or slice) of the input, its position in {@code values} (int64)
 * @param counts how often each one occurs (int64)
 */
public record Unique(Tensor values, Tensor inverse, Tensor counts) {}
