/** The client, its wiring and the command line. */
@NullMarked
package dev.cairn.app;

import org.jspecify.annotations.NullMarked;
