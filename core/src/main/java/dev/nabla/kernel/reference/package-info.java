/** The oracle: every kernel as the obvious loop, in double precision. */
@NullMarked
package dev.nabla.kernel.reference;

import org.jspecify.annotations.NullMarked;
