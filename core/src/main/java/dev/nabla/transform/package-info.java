/** Functions of functions: gradients, forward-mode derivatives, batching, and what is built from them. */
@NullMarked
package dev.nabla.transform;

import org.jspecify.annotations.NullMarked;
