/** Tensors and automatic differentiation. */
@NullMarked
package dev.nabla;

import org.jspecify.annotations.NullMarked;
