/** Tensors in files: weights and training states. */
@NullMarked
package dev.nabla.io;

import org.jspecify.annotations.NullMarked;
