package dev.cairn.optimization;

import dev.cairn.json.JsonValue;
import java.util.Optional;

/** A reversible rewrite of documents. Implementations are thread-safe. */
public non-sealed interface DocumentStage extends Stage {

  /**
   * Rewrites a document such that {@link #decode} gives it back exactly, member order and digits
   * included. What it gives must be writable: nested no deeper than {@link JsonValue#MAX_DEPTH}.
   *
   * @return empty if the stage leaves this document as it is
   */
  Optional<JsonValue> encode(JsonValue document);

  /**
   * @throws dev.cairn.codec.CorruptRecordException if {@link #encode} cannot have written this
   */
  JsonValue decode(JsonValue encoded);
}
