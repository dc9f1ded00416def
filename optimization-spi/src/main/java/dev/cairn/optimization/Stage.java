package dev.cairn.optimization;

/** One reversible step of a pipeline, either on documents or on bytes. */
public sealed interface Stage permits DocumentStage, PayloadStage {}
