/** Tables with a name for each column, such as those of CSV files, and how models read them. */
@NullMarked
package dev.nabla.data.table;

import org.jspecify.annotations.NullMarked;
