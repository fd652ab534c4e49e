package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.Temporal;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/// What a home directory belongs to that is a node of somebody else's platform: written once, when
/// it joins. A home without one is a platform of its own.
///
/// @param node its id in that platform
/// @param api where that platform's api is, without a path
/// @param temporalTarget host and port of its Temporal
/// @param namespace of the same
/// @param installation that platform's name on everything that it makes
record Membership(
    String node, URI api, String temporalTarget, String namespace, String installation) {

  /// What the platform gave the node, each a file among its secrets.
  static final String PROXY_TOKEN = "proxy-token";

  static final String TELEMETRY_TOKEN = "telemetry-token";
  static final String SEAL_KEY = "seal-key";

  /// What the node believes the platform by, if who joined it has given it.
  static final String API_CERTIFICATE = "api-certificate";

  private static final int PATIENCE = 5_000;

  /// Returns that of `home`, if it has joined anything.
  ///
  /// @throws StartFailed when what it has kept cannot be read
  static Optional<Membership> of(Path home) {
    var file = file(home);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var kept = new Properties();
    try {
      kept.load(new StringReader(Files.readString(file)));
    } catch (IOException e) {
      throw new StartFailed("cannot read " + file + ": make it yours (chown)");
    }
    return Optional.of(
        new Membership(
            word(kept, "node"),
            URI.create(word(kept, "api")),
            word(kept, "temporal"),
            word(kept, "namespace"),
            word(kept, "installation")));
  }

  /// Returns where its Temporal is, without the port.
  String temporalHost() {
    return temporalTarget.substring(0, temporalTarget.lastIndexOf(':'));
  }

  private static String word(Properties kept, String key) {
    var value = kept.getProperty(key);
    if (value == null) {
      throw new StartFailed("data/node has no " + key + ": join again, with an empty home");
    }
    return value;
  }

  /// Keeps it, for every later start.
  void keep(Path home) throws IOException {
    var words = new Properties();
    words.setProperty("node", node);
    words.setProperty("api", api.toString());
    words.setProperty("temporal", temporalTarget);
    words.setProperty("namespace", namespace);
    words.setProperty("installation", installation);
    var text = new StringWriter();
    words.store(text, "the platform that this node belongs to; its secrets are in ../secrets");
    var file = file(home);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    var draft = file.resolveSibling("node.new");
    Files.writeString(draft, text.toString());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Throws when this machine has no way to the platform's Temporal: nothing would ever work, and
  /// nothing would say so.
  void requireTemporal() {
    if (!answers(temporalTarget)) {
      throw new StartFailed(
          ("no way to the platform's Temporal at %s: start the platform with %s=0.0.0.0 and open "
                  + "that port to this machine only; then run ./overwinter up here")
              .formatted(temporalTarget, Temporal.BIND));
    }
  }

  /// Returns true when something listens at `host:port`.
  static boolean answers(String target) {
    var colon = target.lastIndexOf(':');
    try (var socket = new Socket()) {
      var port = Integer.parseInt(target.substring(colon + 1));
      socket.connect(new InetSocketAddress(target.substring(0, colon), port), PATIENCE);
      return true;
    } catch (IOException | RuntimeException unreachable) {
      return false;
    }
  }

  private static Path file(Path home) {
    return home.resolve("data/node");
  }
}
