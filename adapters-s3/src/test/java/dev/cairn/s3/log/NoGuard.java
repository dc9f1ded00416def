package dev.cairn.s3.log;

/** Lets any log be opened. */
final class NoGuard implements Guard {
  static final Guard NONE = new NoGuard();

  private NoGuard() {}

  @Override
  public String application() {
    return "";
  }

  @Override
  public void requireOwn(String application) {}

  @Override
  public void requireOwn() {}
}
