package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the droplets of game sessions come from: DigitalOcean itself as soon as somebody has given
/// a token of it, a simulator of it otherwise.
///
/// The token is kept, so that a start without it in the environment, as after a reboot, does not
/// take droplets that cost money for simulated ones. Whoever deletes its file goes back to the
/// simulator.
///
/// @param real whether there is a token
/// @param file where it is kept, readable by its owner only
/// @param given the token in the environment; empty for none
/// @param simulator port of the simulator
/// @param simulated whether this installation runs the simulator
/// @param games where games find the api
record DigitalOcean(
    boolean real, Path file, String given, int simulator, boolean simulated, String games) {

  /// The key that gives the token.
  static final String TOKEN = "DIGITALOCEAN_TOKEN";

  private static final String WORKER = "OVERWINTER_WORKER_DIGITALOCEAN_";
  private static final String SECRET = "digitalocean-token";

  static DigitalOcean of(PlatformConfig config) {
    var file = config.home().resolve("secrets").resolve(SECRET);
    var given = config.environment().getOrDefault(TOKEN, "").strip();
    return new DigitalOcean(
        !given.isEmpty() || Files.exists(file),
        file,
        given,
        config.ports().simulator(),
        config.parts().contains(Part.SIMULATOR),
        games(config, !given.isEmpty() || Files.exists(file)));
  }

  /// A droplet is another machine, a simulated one is this one.
  private static String games(PlatformConfig config, boolean real) {
    var here = ApiAddress.of(config, Optional.empty());
    var host = real ? HostAddress.find() : "127.0.0.1";
    var own = "%s://%s:%d".formatted(here.scheme(), host, config.ports().api());
    var told = config.environment().getOrDefault("OVERWINTER_API_PUBLIC_URL", "");
    return real && !told.isBlank() ? told : own;
  }

  /// Returns true when droplets cost money.
  boolean isReal() {
    return real;
  }

  /// Keeps a token that was given, for the worker and for later starts.
  void keepToken(Secrets secrets) throws IOException {
    if (!given.isEmpty()) {
      secrets.put(SECRET, given);
    }
  }

  /// Returns what the worker is told: the file of the token or the address of the simulator;
  /// nothing for a worker without droplets.
  Map<String, String> wordsOfWorker() {
    if (real) {
      return Map.of(WORKER + "TOKEN_FILE", file.toString(), WORKER + "GAMES_URL", games);
    }
    var url = "http://127.0.0.1:" + simulator;
    return simulated
        ? Map.of(WORKER + "SIMULATOR_URL", url, WORKER + "GAMES_URL", games)
        : Map.of();
  }

  /// Returns one line for `status`.
  String line() {
    return real
        ? "DigitalOcean is the real one: game sessions rent droplets (token in %s)".formatted(file)
        : "DigitalOcean is simulated: game sessions rent nothing and cost nothing";
  }

  /// Returns the same for the banner.
  String banner() {
    return real
        ? "the real one: game sessions rent droplets"
        : "simulated: game sessions rent nothing (%s is not set)".formatted(TOKEN);
  }

  /// Without the token.
  @Override
  public String toString() {
    return line();
  }
}
