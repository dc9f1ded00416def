package dev.cairn.architecture.bad.two;

import dev.cairn.architecture.bad.one.LeakyPort;
import java.util.List;

/** The other half of the cycle. */
public final class Cyclic {
  public LeakyPort port() {
    return cyclic -> List.of();
  }
}
