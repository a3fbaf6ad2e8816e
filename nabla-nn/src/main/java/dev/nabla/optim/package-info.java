/** Optimizers: they change parameters by their gradients. */
@NullMarked
package dev.nabla.optim;

import org.jspecify.annotations.NullMarked;
