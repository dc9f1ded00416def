/** Token counting with the tokenizers of current models. */
@NullMarked
package dev.cairn.tokens.jtokkit;

import org.jspecify.annotations.NullMarked;
