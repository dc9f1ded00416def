package dev.cairn.context.text;

/** There is nothing to set; any key is unknown. */
record NoSettings() {}
