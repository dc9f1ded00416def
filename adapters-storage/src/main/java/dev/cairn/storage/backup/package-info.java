/** Backups as archives: blocks compressed with Zstandard, checked, and encrypted on request. */
@NullMarked
package dev.cairn.storage.backup;

import org.jspecify.annotations.NullMarked;
