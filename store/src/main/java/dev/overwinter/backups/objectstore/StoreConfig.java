package dev.overwinter.backups.objectstore;

import com.google.auth.oauth2.GoogleCredentials;
import dev.overwinter.backups.objectstore.gcs.Gcs;
import dev.overwinter.backups.objectstore.gcs.GcsStore;
import dev.overwinter.backups.objectstore.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;

/// Where archives lie, as worker and api are told in the same words. A value that means nothing is
/// refused here, before anything is begun.
///
/// @param place `OVERWINTER_BACKUPS`: a directory, `s3://bucket/prefix` or `gs://bucket/prefix`;
///   empty for none
/// @param endpoint `OVERWINTER_BACKUPS_ENDPOINT`: of a store that is not Amazon's or Google's own
/// @param region `OVERWINTER_BACKUPS_REGION` (us-east-1), for S3
/// @param credentials `OVERWINTER_BACKUPS_CREDENTIALS_FILE`: in the form of `~/.aws/credentials`,
///   or the JSON of a service account
/// @param key `OVERWINTER_BACKUPS_ACCESS_KEY` and `OVERWINTER_BACKUPS_SECRET_KEY`, for S3; without
///   either of both what the libraries find on this machine is used
public record StoreConfig(
    String place,
    Optional<URI> endpoint,
    String region,
    Optional<Path> credentials,
    Optional<Key> key) {
  /// No archives at all.
  public static final StoreConfig NONE =
      new StoreConfig("", Optional.empty(), "us-east-1", Optional.empty(), Optional.empty());

  private static final String OWN = "OVERWINTER_BACKUPS";
  private static final Set<String> KEYS =
      Set.of("", "_ENDPOINT", "_REGION", "_CREDENTIALS_FILE", "_ACCESS_KEY", "_SECRET_KEY");
  private static final Pattern BUCKET =
      Pattern.compile(
          "(?<kind>s3|gs)://(?<name>[a-z0-9][a-z0-9._-]{1,220}[a-z0-9])"
              + "(?:/(?<prefix>[A-Za-z0-9._/-]{0,200}))?");

  /// An access key of S3.
  ///
  /// @param id its name
  /// @param secret never printed
  public record Key(String id, String secret) {
    public Key {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(secret, "secret");
    }

    @Override
    public String toString() {
      return id + ":***";
    }
  }

  public StoreConfig {
    if (place.contains("://") && !BUCKET.matcher(place).matches()) {
      throw new IllegalArgumentException(
          OWN
              + ": "
              + place.replaceAll("//[^/@]*@", "//***@")
              + " (expected: a directory, s3://bucket/prefix or gs://bucket/prefix)");
    }
    endpoint.ifPresent(StoreConfig::check);
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException(
          OWN + "_REGION: " + region + " (expected: for example eu-central-1)");
    }
    if (credentials.isPresent() && key.isPresent()) {
      throw new IllegalArgumentException(
          OWN + "_CREDENTIALS_FILE and " + OWN + "_ACCESS_KEY (expected: one of both)");
    }
    if (key.isPresent() && !place.startsWith("s3:")) {
      throw new IllegalArgumentException(
          OWN + "_ACCESS_KEY: means nothing to " + place + " (expected: for s3://…)");
    }
    credentials
        .filter(file -> !Files.isReadable(file))
        .ifPresent(file -> {
          throw new IllegalArgumentException(
              OWN + "_CREDENTIALS_FILE: " + file + " (expected: a readable file)");
        });
  }

  private static void check(URI endpoint) {
    if (!endpoint.toString().matches("https?://[^/\\s@]+")) {
      throw new IllegalArgumentException(
          OWN + "_ENDPOINT: " + endpoint.getHost() + " (expected: http(s)://host:port)");
    }
  }

  /// Archives in a directory of this machine.
  public static StoreConfig of(Path directory) {
    return new StoreConfig(
        directory.toString(), Optional.empty(), NONE.region, Optional.empty(), Optional.empty());
  }

  /// Reads the environment.
  ///
  /// @param olderKey said the directory, before there was anything else; means the same still
  /// @throws IllegalArgumentException when a value is wrong or a key unknown, or both keys disagree
  public static StoreConfig from(Map<String, String> environment, String olderKey) {
    for (var key : new TreeSet<>(environment.keySet())) {
      if ((key.equals(OWN) || key.startsWith(OWN + "_"))
          && !KEYS.contains(key.substring(OWN.length()))) {
        throw new IllegalArgumentException(
            key + ": unknown (expected: " + OWN + " with one of " + new TreeSet<>(KEYS) + ")");
      }
    }
    var older = environment.getOrDefault(olderKey, "").strip();
    var place = text(environment, "");
    if (!older.isEmpty() && !place.isEmpty() && !older.equals(place)) {
      throw new IllegalArgumentException(
          OWN + ": " + place + ", but " + olderKey + ": " + older + " (expected: one of both)");
    }
    return new StoreConfig(
        place.isEmpty() ? older : place,
        said(environment, "_ENDPOINT").map(text -> URI.create(text.replaceFirst("/+$", ""))),
        said(environment, "_REGION").orElse(NONE.region),
        said(environment, "_CREDENTIALS_FILE").map(Path::of),
        key(environment));
  }

  private static Optional<Key> key(Map<String, String> environment) {
    var id = text(environment, "_ACCESS_KEY");
    var secret = text(environment, "_SECRET_KEY");
    if (id.isEmpty() != secret.isEmpty()) {
      throw new IllegalArgumentException(
          OWN + "_ACCESS_KEY and " + OWN + "_SECRET_KEY (expected: both, or none)");
    }
    return id.isEmpty() ? Optional.empty() : Optional.of(new Key(id, secret));
  }

  private static Optional<String> said(Map<String, String> environment, String key) {
    return Optional.of(text(environment, key)).filter(text -> !text.isEmpty());
  }

  private static String text(Map<String, String> environment, String key) {
    return environment.getOrDefault(OWN + key, "").strip();
  }

  /// The store; empty when there is none.
  ///
  /// @throws IllegalArgumentException when its credentials cannot be read
  public Optional<ObjectStore> open() {
    if (place.isEmpty()) {
      return Optional.empty();
    }
    var bucket = BUCKET.matcher(place);
    if (!bucket.matches()) {
      return Optional.of(new DirectoryStore(Path.of(place)));
    }
    var name = bucket.group("name");
    var prefix = Objects.requireNonNullElse(bucket.group("prefix"), "").replaceAll("^/+|/+$", "");
    var below = prefix.isEmpty() ? "" : prefix + "/";
    return Optional.of(
        bucket.group("kind").equals("s3")
            ? new S3Store(name, below, region, endpoint, amazon())
            : new GcsStore(new Gcs(endpoint.orElse(Gcs.GOOGLE), name, google()), below));
  }

  private AwsCredentialsProvider amazon() {
    if (key.isPresent()) {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(key.get().id(), key.get().secret()));
    }
    if (credentials.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    try {
      var provider =
          ProfileCredentialsProvider.builder()
              .profileFile(
                  ProfileFile.builder()
                      .content(credentials.get())
                      .type(ProfileFile.Type.CREDENTIALS)
                      .build())
              .build();
      var _ = provider.resolveCredentials();
      return provider;
    } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /// An emulator asks for none; Google's own are looked for on this machine unless a file is said.
  private Optional<GoogleCredentials> google() {
    if (credentials.isEmpty() && endpoint.isPresent()) {
      return Optional.empty();
    }
    try {
      if (credentials.isEmpty()) {
        return Optional.of(GoogleCredentials.getApplicationDefault());
      }
      try (var file = Files.newInputStream(credentials.get())) {
        return Optional.of(GoogleCredentials.fromStream(file));
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private IllegalArgumentException unreadable(Exception e) {
    return new IllegalArgumentException(
        OWN
            + "_CREDENTIALS_FILE: "
            + credentials.map(Path::toString).orElse("none")
            + " (expected: credentials for "
            + place
            + ")",
        e);
  }

  /// For the log: no secret in it.
  @Override
  public String toString() {
    return place.isEmpty()
        ? "none"
        : place
            + endpoint.map(where -> " at " + where).orElse("")
            + credentials.map(file -> ", credentials from " + file).orElse("")
            + key.map(one -> ", key " + one).orElse("");
  }
}
