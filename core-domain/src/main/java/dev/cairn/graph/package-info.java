/** The knowledge graph of a namespace: nouns, and verbs that relate them. */
@NullMarked
package dev.cairn.graph;

import org.jspecify.annotations.NullMarked;
