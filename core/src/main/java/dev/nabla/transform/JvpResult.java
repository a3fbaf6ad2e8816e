package dev.nabla.transform;

import dev.nabla.Tensor;

/** The value of a function and its derivative in one direction. */
public record JvpResult(Tensor value, Tensor tangent) {}
