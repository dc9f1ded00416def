/** What fits into a prompt: counting tokens. */
@NullMarked
package dev.cairn.context;

import org.jspecify.annotations.NullMarked;
