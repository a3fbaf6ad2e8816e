/** Scalar formulas: functions, expressions, their text, their derivatives, and the programs that back ends compile. Knows element types only. */
@NullMarked
package dev.nabla.expr;

import org.jspecify.annotations.NullMarked;
