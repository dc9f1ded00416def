/** The compression port: how a document becomes the payload of a record. */
@NullMarked
package dev.cairn.codec;

import org.jspecify.annotations.NullMarked;
