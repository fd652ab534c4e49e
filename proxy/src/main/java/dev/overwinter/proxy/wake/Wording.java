package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.route.Route;

/// What lists of servers show of one whose game does not answer.
public final class Wording {
  private Wording() {}

  /// One line about its state.
  public static String line(Route route) {
    var view = route.view();
    return switch (route.state()) {
      case ASLEEP -> view.motd().isBlank() ? "Asleep. Join to wake it." : view.motd();
      case WAKING -> waking(route);
      case FAILED -> HeldConnection.FAILED;
      case AWAKE -> "Awake, but its own status is not to be had.";
      case DELETING -> "This server is gone.";
      case UNKNOWN -> "In an unknown state: " + view.state();
    };
  }

  private static String waking(Route route) {
    var estimate = route.estimate().toSeconds();
    return estimate > 0
        ? "Waking up, ready in about " + estimate + " s. Join to wait for it."
        : "Waking up. Join to wait for it.";
  }

  /// The same behind the server's name, on one line without control characters.
  ///
  /// @param longest how many characters at most
  public static String title(Route route, int longest) {
    var title = (route.view().name() + " | " + line(route)).replaceAll("\\p{Cntrl}+", " ");
    return title.substring(0, Math.min(title.length(), longest));
  }

  /// Its state in a word.
  public static String state(Route route) {
    return switch (route.state()) {
      case ASLEEP -> "asleep";
      case WAKING -> "waking";
      case AWAKE -> "awake";
      case FAILED -> "failed";
      case DELETING, UNKNOWN -> "unknown";
    };
  }
}
