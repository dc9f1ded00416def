package dev.cairn.store;

/**
 * What a store keeps under one id.
 *
 * @param version the position of the write that made it
 */
public record Record(RecordId id, Version version, Payload payload) {}
