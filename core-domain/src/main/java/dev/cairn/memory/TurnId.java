package dev.cairn.memory;

import dev.cairn.store.Version;
import java.time.Instant;
import java.util.HexFormat;

/**
 * How turns are named, so that the order of their names is that of their conversation: the session
 * with {@code ~} and {@code /} escaped, a slash, the time, a dash, and the store's version that was
 * the latest when the turn came.
 *
 * <p>The version puts turns of the same time into the order in which they came, whichever process
 * saves them, and never comes again, so that no turn gets the name of a deleted one.
 */
final class TurnId {
  private static final HexFormat HEX = HexFormat.of();

  /** Seconds have twelve digits, half of them before 1970: four million years either way. */
  private static final int SECONDS_DIGITS = 12;

  private static final long SECONDS_BIAS = 1L << (4 * SECONDS_DIGITS - 1);
  private static final int NANOS_DIGITS = 8;
  private static final int VERSION_DIGITS = 16;

  /** Behind every time of a session and before every other session. */
  private static final String BEHIND_TIMES = "~";

  private TurnId() {}

  /**
   * @throws InvalidMemoryException if the session is empty or the time out of range
   */
  static String of(String session, Instant time, Version latest) {
    if (session.isEmpty()) {
      throw new InvalidMemoryException(
          "A turn needs a session, but its name is empty. Give it at least one character.");
    }
    long seconds = time.getEpochSecond() + SECONDS_BIAS;
    if (seconds < 0 || seconds >= 2 * SECONDS_BIAS) {
      throw new InvalidMemoryException(
          "A turn's time must be within four million years of 1970, but its year has more digits. Give the time at which it was said.");
    }
    return prefix(session)
        + HEX.toHexDigits(seconds, SECONDS_DIGITS)
        + HEX.toHexDigits(time.getNano(), NANOS_DIGITS)
        + "-"
        + HEX.toHexDigits(latest.position(), VERSION_DIGITS);
  }

  /** What the ids of a session's turns start with, and those of no other. */
  static String prefix(String session) {
    return FactKey.recordIdPrefix(session);
  }

  /** A place behind all turns of the session that {@code id} belongs to. */
  static String behindSession(String id) {
    return id.substring(0, id.indexOf('/') + 1) + BEHIND_TIMES;
  }

  static String session(String id) {
    return id.substring(0, id.indexOf('/')).replace("~1", "/").replace("~0", "~");
  }
}
