/** Layers and losses. */
@NullMarked
package dev.nabla.nn;

import org.jspecify.annotations.NullMarked;
