/** Key mappings of an example company: the template to copy. */
@NullMarked
package dev.cairn.example;

import org.jspecify.annotations.NullMarked;
