package dev.cairn.s3.log;

import dev.cairn.plugin.ConfigurationException;

/** Decides whether a log may be opened. The root says whose it is, so that nothing else is read. */
public interface Guard {

  /** To whom the logs belong that are opened with this; empty if nobody is to be told. */
  String application();

  /**
   * Called if the root says to whom the log belongs.
   *
   * @throws ConfigurationException if that is another application
   */
  void requireOwn(String application);

  /**
   * Called, before anything is written, if there is no root, or it does not say to whom the log
   * belongs, or it cannot be read, as with another key.
   *
   * @throws ConfigurationException if the log must not be opened
   */
  void requireOwn();
}
