/** Tools for testing code that differentiates. */
@NullMarked
package dev.nabla.testkit;

import org.jspecify.annotations.NullMarked;
