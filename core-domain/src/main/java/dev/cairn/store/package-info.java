/** The record store port: atomic batches and a change log. */
@NullMarked
package dev.cairn.store;

import org.jspecify.annotations.NullMarked;
