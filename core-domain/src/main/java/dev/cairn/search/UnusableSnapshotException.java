package dev.cairn.search;

/** A snapshot is damaged, cut short, of another format or of another space. */
public final class UnusableSnapshotException extends RuntimeException {
  private final String reason;

  public UnusableSnapshotException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public UnusableSnapshotException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What is wrong with the snapshot, for an operator. */
  public String reason() {
    return reason;
  }
}
