package dev.overwinter.api.auth;

/// Where somebody may be sent after they were let in.
public final class Paths {
  private Paths() {}

  /// A path of this dashboard; never another site.
  ///
  /// @param otherwise for everything else
  public static String local(String next, String otherwise) {
    boolean ours =
        next.startsWith("/") && !next.startsWith("//") && next.matches("/[A-Za-z0-9/_-]{0,100}");
    return ours ? next : otherwise;
  }
}
