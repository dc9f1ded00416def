/** Reading what mem0 and the MCP memory server keep, CSV and JSON lines. */
@NullMarked
package dev.cairn.importer.other;

import org.jspecify.annotations.NullMarked;
