/** What is remembered about a user: facts, episodes and affinity. */
@NullMarked
package dev.cairn.memory;

import org.jspecify.annotations.NullMarked;
