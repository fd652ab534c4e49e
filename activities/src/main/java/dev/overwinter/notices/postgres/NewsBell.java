package dev.overwinter.notices.postgres;

/// Is told, after a commit, that something waits for hooks of a server. What it does not hear is
/// found a little later.
public interface NewsBell {
  /// Nobody listens.
  NewsBell SILENT = _ -> {};

  /// Returns at once and throws nothing.
  void ring(String server);
}
