package dev.overwinter.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How game sessions are asked for, and how their games are known. What may be made, and what it
/// may cost, the worker says.
///
/// @param sharedKey `INTERNAL_HMAC_KEY`, otherwise `INTERNAL_HMAC_SECRET`: what the operator's own
///   machines sign with; null for none
/// @param sharedKeysFile `OVERWINTER_API_SESSION_KEYS_FILE`: the same, one a line, all of which
///   hold at once; read again when it changes, so that one can be replaced without a restart
/// @param sharedForAll `OVERWINTER_API_SESSION_SHARED_KEY` (registered): `all` lets it sign for
///   droplets, too, whose images know no other; whoever has it can then end any session
/// @param skew `INTERNAL_HMAC_MAX_SKEW_SECONDS` (300): how far the clocks may be apart
/// @param origins `CORS_ALLOWED_ORIGINS` (none): pages of others, by origin, that may call the
///   older paths, `*` for all; those on a reader's own machine always may
/// @param tagBytes `OVERWINTER_API_SESSION_TAG_BYTES` (3): random bytes of a new tag, two digits
///   each
/// @param joinsPerMinute `OVERWINTER_API_SESSION_JOINS_PER_MINUTE` (30): of one address
/// @param startsPerMinute `OVERWINTER_API_SESSION_STARTS_PER_MINUTE` (10): of one address
/// @param machinesPerMinute `OVERWINTER_API_SESSION_MACHINES_PER_MINUTE` (10): that heartbeats of
///   one address may register
/// @param machines `OVERWINTER_API_SESSION_MACHINES` (200): how many may be there by heartbeats;
///   who operates them may register more
/// @param startWait `OVERWINTER_API_SESSION_START_WAIT` (PT90S): how long who starts one is kept
///   waiting for it
/// @param strangers `OVERWINTER_API_SESSION_STRANGERS` (on): whether who has no account may start
///   one, which the house pays
public record SessionsConfig(
    @Nullable String sharedKey,
    @Nullable Path sharedKeysFile,
    boolean sharedForAll,
    Duration skew,
    Set<String> origins,
    int tagBytes,
    int joinsPerMinute,
    int startsPerMinute,
    int machinesPerMinute,
    int machines,
    Duration startWait,
    boolean strangers) {
  private static final String OWN = "OVERWINTER_API_SESSION_";
  private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^\\s/?#@]+");
  private static final Set<String> KEYS =
      Set.of(
          OWN + "KEYS_FILE",
          OWN + "SHARED_KEY",
          OWN + "TAG_BYTES",
          OWN + "JOINS_PER_MINUTE",
          OWN + "STARTS_PER_MINUTE",
          OWN + "MACHINES_PER_MINUTE",
          OWN + "MACHINES",
          OWN + "START_WAIT",
          OWN + "STRANGERS");

  public SessionsConfig {
    origins = Set.copyOf(origins);
  }

  /// Whether a key is one of these.
  static boolean knows(String key) {
    return KEYS.contains(key);
  }

  /// What holds where nobody says otherwise.
  public static SessionsConfig usual() {
    return from(Map.of());
  }

  static SessionsConfig from(Map<String, String> env) {
    var file = env.getOrDefault(OWN + "KEYS_FILE", "");
    return new SessionsConfig(
        Stream.of("INTERNAL_HMAC_KEY", "INTERNAL_HMAC_SECRET")
            .map(key -> env.getOrDefault(key, ""))
            .filter(secret -> !secret.isEmpty())
            .findFirst()
            .orElse(null),
        file.isBlank() ? null : Path.of(file),
        "all".equals(oneOf(env, OWN + "SHARED_KEY", List.of("registered", "all"))),
        Duration.ofSeconds(whole(env, "INTERNAL_HMAC_MAX_SKEW_SECONDS", 300, 0, 86_400)),
        origins(env.getOrDefault("CORS_ALLOWED_ORIGINS", "")),
        whole(env, OWN + "TAG_BYTES", 3, 2, 16),
        whole(env, OWN + "JOINS_PER_MINUTE", 30, 1, 1_000_000),
        whole(env, OWN + "STARTS_PER_MINUTE", 10, 1, 1_000_000),
        whole(env, OWN + "MACHINES_PER_MINUTE", 10, 1, 1_000_000),
        whole(env, OWN + "MACHINES", 200, 0, 1_000_000),
        wait(env),
        "on".equals(oneOf(env, OWN + "STRANGERS", List.of("on", "off"))));
  }

  /// Every secret that holds for the operator's own machines now.
  ///
  /// @param fromFile what the file says now
  public List<String> sharedKeys(List<String> fromFile) {
    return Stream.concat(Stream.ofNullable(sharedKey), fromFile.stream())
        .filter(secret -> !secret.isBlank())
        .distinct()
        .toList();
  }

  private static Set<String> origins(String list) {
    return Stream.of(list.split(",", -1))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .map(SessionsConfig::origin)
        .collect(Collectors.toSet());
  }

  /// A browser names a page's origin without any path: another text would never match.
  private static String origin(String text) {
    if (!ORIGIN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "CORS_ALLOWED_ORIGINS: " + text + " (expected: such as https://play.example.org, or *)");
    }
    return text;
  }

  private static Duration wait(Map<String, String> env) {
    var text = env.getOrDefault(OWN + "START_WAIT", "PT90S");
    try {
      var wait = Duration.parse(text.strip());
      if (!wait.isNegative() && wait.compareTo(Duration.ofMinutes(15)) <= 0) {
        return wait;
      }
    } catch (DateTimeParseException _) {
      // The same complaint as for one out of range.
    }
    throw new IllegalArgumentException(
        OWN + "START_WAIT: " + text + " (expected: PT0S to PT15M, for example PT90S)");
  }

  private static String oneOf(Map<String, String> env, String key, List<String> words) {
    var word = env.getOrDefault(key, words.getFirst()).strip();
    if (!words.contains(word)) {
      throw new IllegalArgumentException(
          key + ": " + word + " (expected: " + String.join(" or ", words) + ")");
    }
    return word;
  }

  private static int whole(Map<String, String> env, String key, int usual, int least, int most) {
    var text = env.getOrDefault(key, "").strip();
    try {
      int number = text.isEmpty() ? usual : Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The same complaint as for a number out of range.
    }
    throw new IllegalArgumentException(
        key + ": " + text + " (expected: " + least + ".." + most + ")");
  }

  /// The lines of a file of secrets.
  ///
  /// @throws IOException when it cannot be read
  public static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "SessionsConfig[shared key "
        + (sharedKey == null ? "none" : "set")
        + (sharedForAll ? " for all" : " for registered machines")
        + (", from file " + sharedKeysFile)
        + (", skew " + skew + ", origins " + origins + ", tag bytes " + tagBytes)
        + (", joins " + joinsPerMinute + "/min, starts " + startsPerMinute + "/min")
        + (", machines " + machinesPerMinute + "/min and " + machines + ", waits ")
        + (startWait + ", strangers " + strangers + "]");
  }
}
