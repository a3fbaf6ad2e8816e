/** Images as tensors: what is done to them before a model sees them. */
@NullMarked
package dev.nabla.data.image;

import org.jspecify.annotations.NullMarked;
