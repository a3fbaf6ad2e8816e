/** Element types, shapes and errors; knows nothing else. */
@NullMarked
package dev.nabla.type;

import org.jspecify.annotations.NullMarked;
