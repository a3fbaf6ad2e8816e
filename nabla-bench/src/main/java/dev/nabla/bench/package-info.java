/** Measures Nabla against libtorch and Python's PyTorch: the same workloads, in turn, with the same numbers. */
@NullMarked
package dev.nabla.bench;

import org.jspecify.annotations.NullMarked;
