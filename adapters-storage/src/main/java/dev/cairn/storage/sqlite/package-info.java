/** Record store and locks in a SQLite file. */
@NullMarked
package dev.cairn.storage.sqlite;

import org.jspecify.annotations.NullMarked;
