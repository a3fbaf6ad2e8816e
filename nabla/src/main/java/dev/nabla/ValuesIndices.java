package dev.nabla;

/**
 * Elements picked along an axis, and where they were: {@code var (values, indices) = x.max(1)} by a record pattern, or by name.
 *
 * @param values the elements
 * @param indices their positions on the axis (int64)
 */
public record ValuesIndices(Tensor values, Tensor indices) {}
