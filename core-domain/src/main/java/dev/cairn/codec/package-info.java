/** The compression port: documents to payloads and back. */
@NullMarked
package dev.cairn.codec;

import org.jspecify.annotations.NullMarked;
