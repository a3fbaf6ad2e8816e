/** The narrow door to the arithmetic: buffers, strided views of them, and the interface that every back end implements. */
@NullMarked
package dev.nabla.kernel;

import org.jspecify.annotations.NullMarked;
