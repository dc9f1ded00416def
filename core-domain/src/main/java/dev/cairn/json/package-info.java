/** JSON as an immutable value: order kept, numbers kept as written. */
@NullMarked
package dev.cairn.json;

import org.jspecify.annotations.NullMarked;
