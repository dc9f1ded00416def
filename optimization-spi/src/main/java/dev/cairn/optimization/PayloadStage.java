package dev.cairn.optimization;

import java.util.Optional;

/** A reversible rewrite of bytes. Implementations are thread-safe and do not keep the arrays. */
public non-sealed interface PayloadStage extends Stage {

  /**
   * Rewrites bytes such that {@link #decode} gives them back exactly.
   *
   * @return empty if the stage leaves these bytes as they are
   */
  Optional<byte[]> encode(byte[] bytes);

  /**
   * @throws dev.cairn.codec.CorruptRecordException if {@link #encode} cannot have written this
   */
  byte[] decode(byte[] encoded);
}
