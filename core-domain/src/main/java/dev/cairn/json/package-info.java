/** JSON values that are immutable, keep member order and keep numbers as they were written. */
@NullMarked
package dev.cairn.json;

import org.jspecify.annotations.NullMarked;
