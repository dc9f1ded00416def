/** Reads what LuminoraCore wrote. */
@NullMarked
package dev.cairn.importer.luminoracore;

import org.jspecify.annotations.NullMarked;
