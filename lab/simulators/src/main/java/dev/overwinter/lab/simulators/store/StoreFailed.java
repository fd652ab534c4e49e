package dev.overwinter.lab.simulators.store;

/// The disk or the file did not do what it must; nothing was written.
public final class StoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says what was attempted and what was expected.
  public StoreFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
