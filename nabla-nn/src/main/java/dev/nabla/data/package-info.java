/** Data sets and the mini-batches that training takes from them. */
@NullMarked
package dev.nabla.data;

import org.jspecify.annotations.NullMarked;
