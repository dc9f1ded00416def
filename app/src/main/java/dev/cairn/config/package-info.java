/** Where settings come from: files, the environment and flags. */
@NullMarked
package dev.cairn.config;

import org.jspecify.annotations.NullMarked;
