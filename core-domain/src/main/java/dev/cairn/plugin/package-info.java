/** How replaceable parts are found by name and configured. */
@NullMarked
package dev.cairn.plugin;

import org.jspecify.annotations.NullMarked;
