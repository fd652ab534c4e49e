package dev.overwinter.worker;

import dev.overwinter.billing.Credits;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.digitalocean.OceanSettings;
import dev.overwinter.sessions.postgres.DropletSource;
import dev.overwinter.sessions.postgres.Offer;
import dev.overwinter.sessions.postgres.SessionsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a worker is told about sessions.
///
/// @param tokenFile file with the token of DigitalOcean; empty for none
/// @param endpoint base URL of the API
/// @param simulator base URL of a simulator, for when there is no token; empty for none
/// @param fleetTag every droplet of this installation bears it
/// @param games base URL where games send heartbeats
/// @param heartbeatEvery how often they do
/// @param choices where droplets may be, how large, of what: every region with the first size
///   before any with the second
/// @param house account that pays for what is nobody's
/// @param priceClass what sessions cost, by name
/// @param limits how long one may take and last
/// @param fleet how much there may be; of this, the spend cap
/// @param quarantine how long a tag stays nobody's after its session
/// @param tagBytes random bytes of a tag
/// @param warm how many are kept warm of the first choice; 0 for none
/// @param orphanGrace how old a droplet without a session grows before it is destroyed
/// @param reconcileEvery how often droplets are compared with sessions
public record SessionsConfig(
    Optional<Path> tokenFile,
    URI endpoint,
    String simulator,
    String fleetTag,
    URI games,
    Duration heartbeatEvery,
    List<Choice> choices,
    String house,
    String priceClass,
    SessionLimits limits,
    FleetLimits fleet,
    Duration quarantine,
    int tagBytes,
    int warm,
    Duration orphanGrace,
    Duration reconcileEvery) {
  private static final String PREFIX = "OVERWINTER_WORKER_DIGITALOCEAN_";

  static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry(PREFIX + "TOKEN_FILE", ""),
          Map.entry(PREFIX + "URL", OceanSettings.DIGITALOCEAN.toString()),
          Map.entry(PREFIX + "SIMULATOR_URL", ""),
          Map.entry(PREFIX + "FLEET_TAG", ""),
          Map.entry(PREFIX + "GAMES_URL", "http://127.0.0.1:8080"),
          Map.entry(PREFIX + "HEARTBEAT_SECONDS", "10"),
          Map.entry(PREFIX + "REGIONS", "nyc3"),
          Map.entry(PREFIX + "SIZES", "s-1vcpu-1gb"),
          Map.entry(PREFIX + "SNAPSHOT", ""),
          Map.entry(PREFIX + "HOUSE", "admin"),
          Map.entry(PREFIX + "PRICE_CLASS", "standard"),
          Map.entry(PREFIX + "PROVISION_SECONDS", "480"),
          Map.entry(PREFIX + "ATTEMPTS", "3"),
          Map.entry(PREFIX + "SILENT_SECONDS", "180"),
          Map.entry(PREFIX + "EMPTY_SECONDS", "600"),
          Map.entry(PREFIX + "LIFETIME_SECONDS", "86400"),
          Map.entry(PREFIX + "DRAIN_SECONDS", "120"),
          Map.entry(PREFIX + "MAX_DROPLETS", "10"),
          Map.entry(PREFIX + "MAX_PER_REQUESTER", "3"),
          Map.entry(PREFIX + "MAX_PER_OWNER", "5"),
          Map.entry(PREFIX + "MAX_PER_HOUR", "20"),
          Map.entry(PREFIX + "SPEND_CAP", "100"),
          Map.entry(PREFIX + "QUARANTINE_SECONDS", "86400"),
          Map.entry(PREFIX + "TAG_BYTES", "3"),
          Map.entry(PREFIX + "WARM", "0"),
          Map.entry(PREFIX + "ORPHAN_GRACE_SECONDS", "600"),
          Map.entry(PREFIX + "RECONCILE_SECONDS", "300"));

  public SessionsConfig {
    choices = List.copyOf(choices);
    if (warm < 0 || warm > fleet.live()) {
      throw new IllegalArgumentException(
          "warm: " + warm + " (expected: 0.." + fleet.live() + ", the most droplets there may be)");
    }
    for (var length :
        List.of(
            heartbeatEvery,
            limits.provisionWithin(),
            limits.silentFor(),
            limits.emptyFor(),
            limits.lifetime(),
            orphanGrace,
            reconcileEvery)) {
      if (!length.isPositive()) {
        throw new IllegalArgumentException("sessions: " + length + " (expected: > PT0S)");
      }
    }
    if (heartbeatEvery.multipliedBy(2).compareTo(limits.silentFor()) > 0) {
      throw new IllegalArgumentException(
          "silent for %s (expected: at least two heartbeats of %s)"
              .formatted(limits.silentFor(), heartbeatEvery));
    }
    if (tokenFile.isPresent() && choices.isEmpty()) {
      throw new IllegalArgumentException(
          PREFIX + "SNAPSHOT: empty (expected: id or slug of the image that has the game)");
    }
  }

  /// Reads what [#DEFAULTS] names.
  ///
  /// @param installation makes the fleet's tag when none is named
  static SessionsConfig from(Map<String, String> environment, String installation) {
    var read = new Values(environment, DEFAULTS, PREFIX);
    var tag = read.text("FLEET_TAG");
    return new SessionsConfig(
        read.path("TOKEN_FILE"),
        read.uri("URL"),
        read.text("SIMULATOR_URL").isEmpty() ? "" : read.uri("SIMULATOR_URL").toString(),
        tag.isEmpty() ? "overwinter-" + installation : tag,
        read.uri("GAMES_URL"),
        read.seconds("HEARTBEAT_SECONDS"),
        choices(read),
        read.text("HOUSE"),
        read.text("PRICE_CLASS"),
        new SessionLimits(
            read.seconds("PROVISION_SECONDS"),
            read.number("ATTEMPTS"),
            read.seconds("SILENT_SECONDS"),
            read.seconds("EMPTY_SECONDS"),
            read.seconds("LIFETIME_SECONDS"),
            read.seconds("DRAIN_SECONDS")),
        new FleetLimits(
            read.number("MAX_DROPLETS"),
            read.number("MAX_PER_REQUESTER"),
            read.number("MAX_PER_OWNER"),
            read.number("MAX_PER_HOUR"),
            Credits.parse(read.text("SPEND_CAP"))),
        read.seconds("QUARANTINE_SECONDS"),
        read.number("TAG_BYTES"),
        read.number("WARM"),
        read.seconds("ORPHAN_GRACE_SECONDS"),
        read.seconds("RECONCILE_SECONDS"));
  }

  private static List<Choice> choices(Values read) {
    var snapshot = read.text("SNAPSHOT");
    // A simulator has an image of this name, and a real account must say which is its own.
    var image =
        snapshot.isEmpty() && read.text("TOKEN_FILE").isEmpty() ? "ubuntu-24-04-x64" : snapshot;
    var choices = new ArrayList<Choice>();
    if (!image.isEmpty()) {
      for (var size : read.list("SIZES")) {
        for (var region : read.list("REGIONS")) {
          choices.add(new Choice(region, size, image));
        }
      }
    }
    return choices;
  }

  /// Where droplets come from.
  public DropletSource provider() {
    if (tokenFile.isPresent()) {
      return DropletSource.DIGITALOCEAN;
    }
    return simulator.isEmpty() ? DropletSource.OFF : DropletSource.SIMULATOR;
  }

  /// How to reach whoever has droplets; empty when nobody does. Reads the token.
  public Optional<OceanSettings> ocean() {
    return switch (provider()) {
      case OFF -> Optional.empty();
      case SIMULATOR -> Optional.of(ocean(URI.create(simulator), "simulator"));
      case DIGITALOCEAN -> Optional.of(ocean(endpoint, token(tokenFile.orElseThrow())));
    };
  }

  private OceanSettings ocean(URI at, String token) {
    return new OceanSettings(at, token, fleetTag, games, heartbeatEvery);
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(PREFIX + "TOKEN_FILE: " + file + " cannot be read", e);
    }
  }

  /// What the api makes sessions of.
  Offer offer() {
    var at =
        switch (provider()) {
          case OFF -> "";
          case SIMULATOR -> simulator;
          case DIGITALOCEAN -> endpoint.toString();
        };
    return new Offer(provider(), at, fleetTag, choices, house, priceClass, limits, fleet);
  }

  /// How records are kept.
  SessionsSettings settings(boolean charges, @Nullable Path sealKeyFile) {
    return new SessionsSettings(fleet, quarantine, tagBytes, charges, sealKeyFile);
  }

  /// How many of the first choice are kept warm.
  PoolSettings pool() {
    return new PoolSettings(
        warm,
        fleet.live(),
        List.of(),
        PoolSettings.OFF.demandWindow(),
        PoolSettings.OFF.recycleAfter());
  }

  /// One line for the log; no secret in it.
  String printed() {
    return switch (provider()) {
      case OFF -> "off: no DigitalOcean token and no simulator; operators' own machines only";
      case SIMULATOR -> "on droplets of the simulator at " + simulator + ", which cost nothing";
      case DIGITALOCEAN ->
          "on droplets of %s, token from %s, tag %s, at most %d at once and %s credits an hour"
              .formatted(
                  endpoint,
                  tokenFile.orElseThrow(),
                  fleetTag,
                  fleet.live(),
                  Credits.text(fleet.microsPerHour()));
    };
  }
}
