/** The fast back end: SIMD through the Vector API where present, plain loops elsewhere, over a small pool of threads. */
@NullMarked
package dev.nabla.kernel.vector;

import org.jspecify.annotations.NullMarked;
