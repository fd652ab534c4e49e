package dev.overwinter.lab.launcher;

import java.io.IOException;
import java.nio.file.Files;

/// Where everything is: the last thing that `./overwinter up` says.
final class Banner {

  private Banner() {}

  /// Returns it as lines.
  ///
  /// @param demo whether there is a demo server to join
  static String of(Platform platform, boolean demo) throws IOException {
    var ports = platform.config().ports();
    return """

    Overwinter is up.

      Dashboard     %s/
      API docs      %1$s/docs
      Temporal UI   http://127.0.0.1:%d/
      Demo server   %s
      DigitalOcean  %s
      Admin         %s
      Logs          ./overwinter logs        Stop   ./overwinter down, or Ctrl-C
    """
        .formatted(
            ApiAddress.shown(platform.config()),
            ports.temporalUi(),
            demo
                ? "%s:%d   (Minecraft Java: ping it, it sleeps; join it, it wakes)"
                    .formatted(HostAddress.find(), ports.lobby())
                : "none yet",
            DigitalOcean.of(platform.config()).banner(),
            admin(platform));
  }

  /// Returns that of a node.
  static String of(Membership membership) {
    return """

    Node %s is up.

      Platform      %s/
      Logs          ./overwinter logs        Stop   ./overwinter down, or Ctrl-C
    """
        .formatted(membership.node(), membership.api());
  }

  /// The api deletes the file once the password was changed.
  private static String admin(Platform platform) throws IOException {
    var file = platform.secrets().file("admin-password");
    return Files.exists(file)
        ? "admin / "
            + Files.readString(file).strip()
            + "   (one-time: change it at the first login)"
        : "admin, with the password that you chose";
  }
}
