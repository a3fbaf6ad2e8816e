/** Decompositions of dense matrices for the core, by EJML. */
@NullMarked
package dev.nabla.linalg;

import org.jspecify.annotations.NullMarked;
