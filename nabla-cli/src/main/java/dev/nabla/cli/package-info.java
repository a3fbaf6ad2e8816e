/** The command line. */
@NullMarked
package dev.nabla.cli;

import org.jspecify.annotations.NullMarked;
