/**
 * Recorded cases of PyTorch, tried on Nabla. A {@link dev.nabla.testkit.golden.Corpus} is a folder of files of
 * entries; a {@link dev.nabla.testkit.golden.CaseKind} says how an entry is tried, aspect by aspect; a {@link
 * dev.nabla.testkit.golden.CaseResult} says what became of it.
 */
@NullMarked
package dev.nabla.testkit.golden;

import org.jspecify.annotations.NullMarked;
