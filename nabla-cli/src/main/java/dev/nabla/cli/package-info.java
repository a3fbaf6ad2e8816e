/** The command line: each command is a class, listed in {@link dev.nabla.cli.Main}. */
@NullMarked
package dev.nabla.cli;

import org.jspecify.annotations.NullMarked;
