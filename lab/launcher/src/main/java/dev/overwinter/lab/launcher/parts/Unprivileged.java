package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How to start PostgreSQL, which refuses to be root.
///
/// @param prefix what stands before its command; empty when this process is no root
/// @param owner what the data directory must be given to, as `chown` takes it; empty for as it is
record Unprivileged(List<String> prefix, String owner) {

  // Debian's own number of the user nobody; no such user has to exist.
  private static final String NOBODY = "65534";

  /// Returns the way that works here: a user namespace, in which root is nobody though files stay
  /// root's, or else the user nobody.
  ///
  /// @param program what will be run
  /// @param home an existing directory in which its data will be
  static Unprivileged forProgram(Path program, Path home) throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Unprivileged(List.of(), "");
    }
    var namespace = List.of("unshare", "-U");
    if (works(namespace, List.of("true"))) {
      return new Unprivileged(namespace, "");
    }
    var nobody = List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    var reaches = List.of("test", "-x", program.toString(), "-a", "-x", home.toString());
    if (works(nobody, reaches)) {
      return new Unprivileged(nobody, NOBODY + ":" + NOBODY);
    }
    throw new IOException(
        "PostgreSQL refuses to run as root, this machine allows no user namespaces, and the user"
            + " nobody cannot reach "
            + program
            + " and "
            + home
            + ": move the checkout out of directories that only root may enter, or run ./overwinter"
            + " as a normal user");
  }

  /// Gives `directory` to whoever will run there.
  void hand(Path directory) throws IOException, InterruptedException {
    if (!owner.isEmpty()) {
      Commands.run(Duration.ofMinutes(1), List.of("chown", "-R", owner, directory.toString()))
          .orThrow();
    }
  }

  private static boolean works(List<String> prefix, List<String> command)
      throws InterruptedException {
    try {
      var all = Stream.concat(prefix.stream(), command.stream()).toList();
      return Commands.run(Duration.ofSeconds(5), all).succeeded();
    } catch (IOException e) {
      return false; // no such command here
    }
  }
}
