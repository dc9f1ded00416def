/**
 * Facts, episodes, affinity and turns of conversations, and the client that saves and reads them.
 */
@NullMarked
package dev.cairn.memory;

import org.jspecify.annotations.NullMarked;
