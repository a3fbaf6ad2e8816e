/** Short programs that show Nabla. */
@NullMarked
package dev.nabla.examples;

import org.jspecify.annotations.NullMarked;
