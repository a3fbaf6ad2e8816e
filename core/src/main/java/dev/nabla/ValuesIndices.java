package dev.nabla;

/**
 * Elements picked along an axis, and where they were.
 *
 * @param values the elements
 * @param indices their positions on the axis (int64)
 */
public record ValuesIndices(Tensor values, Tensor indices) {}
