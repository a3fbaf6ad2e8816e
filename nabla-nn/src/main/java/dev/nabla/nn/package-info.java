/** Layers of neural networks, and the {@link dev.nabla.nn.Module} they are. */
@NullMarked
package dev.nabla.nn;

import org.jspecify.annotations.NullMarked;
