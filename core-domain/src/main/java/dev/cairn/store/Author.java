package dev.cairn.store;

/**
 * Who writes.
 *
 * @param instance the process or client that writes, unique for each
 * @param principal on whose behalf, such as a service account; empty if not known
 */
public record Author(String instance, String principal) {}
