/** Text as numbers: characters and byte pairs. */
@NullMarked
package dev.nabla.data.text;

import org.jspecify.annotations.NullMarked;
