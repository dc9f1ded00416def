package dev.cairn.search;

import java.io.IOException;

/** Takes the objects that an index is published as. */
@FunctionalInterface
public interface BlockSink {

  /** Adds an object, which is not kept by the caller. Objects count from 0. */
  void add(byte[] object) throws IOException;
}
