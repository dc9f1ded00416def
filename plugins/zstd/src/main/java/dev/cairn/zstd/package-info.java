/** Payload compression with Zstandard. */
@NullMarked
package dev.cairn.zstd;

import org.jspecify.annotations.NullMarked;
