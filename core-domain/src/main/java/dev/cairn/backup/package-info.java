/** Backups of a namespace and their restoration, for any store. */
@NullMarked
package dev.cairn.backup;

import org.jspecify.annotations.NullMarked;
