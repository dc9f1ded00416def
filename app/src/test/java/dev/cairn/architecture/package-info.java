/** Rules about the structure of all modules. */
@NullMarked
package dev.cairn.architecture;

import org.jspecify.annotations.NullMarked;
