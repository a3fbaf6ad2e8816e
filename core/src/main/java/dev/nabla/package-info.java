/**
 * Tensors with automatic differentiation: {@link dev.nabla.Nabla} makes them, {@link dev.nabla.Tensor} is what they can do, {@link
 * dev.nabla.Autograd} asks for their derivatives.
 */
@NullMarked
package dev.nabla;

import org.jspecify.annotations.NullMarked;
