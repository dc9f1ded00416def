/** Facts as TOON, the Token-Oriented Object Notation, version 3.3. */
@NullMarked
package dev.cairn.context.toon;

import org.jspecify.annotations.NullMarked;
