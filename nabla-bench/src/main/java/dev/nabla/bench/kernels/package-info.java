/** JMH benchmarks of single kernels, without a peer: {@code java -cp … org.openjdk.jmh.Main Gemm}. */
@NullMarked
package dev.nabla.bench.kernels;

import org.jspecify.annotations.NullMarked;
