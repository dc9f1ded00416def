/** Automatic configuration: what is asked for and what the machine offers become settings. */
@NullMarked
package dev.cairn.auto;

import org.jspecify.annotations.NullMarked;
