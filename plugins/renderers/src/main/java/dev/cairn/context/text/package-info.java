/**
 * Facts as text for prompts. A fact is taken apart into {@link dev.cairn.context.text.FactParts};
 * what does not fit the short form of its field is carried in braces, as JSON.
 */
@NullMarked
package dev.cairn.context.text;

import org.jspecify.annotations.NullMarked;
