package dev.overwinter.backups.objectstore.gcs;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.overwinter.backups.objectstore.StoreRefused;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Requests to one bucket. Thread-safe.
public final class Gcs {
  /// Where Google itself answers.
  public static final URI GOOGLE = URI.create("https://storage.googleapis.com");

  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Set<Integer> MAY_PASS = Set.of(401, 408, 429);

  private final URI endpoint;
  private final String bucket;
  private final Optional<GoogleCredentials> credentials;

  /// Reaches a bucket.
  ///
  /// @param endpoint [#GOOGLE], or an emulator
  /// @param credentials empty for an emulator that asks for none
  public Gcs(URI endpoint, String bucket, Optional<GoogleCredentials> credentials) {
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.credentials = credentials.map(they -> they.createScoped(List.of(SCOPE)));
  }

  String object(String key) {
    return endpoint + "/storage/v1/b/" + bucket + "/o/" + encoded(key);
  }

  String uploads(String key) {
    return endpoint
        + "/upload/storage/v1/b/"
        + bucket
        + "/o?uploadType=resumable&name="
        + encoded(key);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// A request that has not been made yet.
  HttpURLConnection open(String method, String url, Map<String, String> headers)
      throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(SILENCE.toMillis()));
    headers.forEach(connection::setRequestProperty);
    if (credentials.isPresent()) {
      connection.setRequestProperty("Authorization", "Bearer " + token(credentials.get()));
    }
    return connection;
  }

  private static String token(GoogleCredentials credentials) throws IOException {
    credentials.refreshIfExpired();
    // There is one, or the line above has thrown.
    return Objects.requireNonNull(credentials.getAccessToken()).getTokenValue();
  }

  static boolean mayPass(int status) {
    return status / 100 == 5 || MAY_PASS.contains(status);
  }

  /// Nothing to be done about any answer but one of success.
  static void check(HttpURLConnection connection) throws IOException {
    var status = connection.getResponseCode();
    if (status / 100 != 2) {
      throw said(connection);
    }
  }

  static IOException said(HttpURLConnection connection) throws IOException {
    var status = connection.getResponseCode();
    var words = "the store answered " + status + reason(connection);
    return mayPass(status) ? new IOException(words) : new StoreRefused(words);
  }

  private static String reason(HttpURLConnection connection) {
    try (var error = connection.getErrorStream()) {
      return error == null
          ? ""
          : ": " + new String(error.readNBytes(300), StandardCharsets.UTF_8).strip();
    } catch (IOException silent) {
      return "";
    }
  }

  static JsonObject json(HttpURLConnection connection) throws IOException {
    try (var body = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("the store's answer cannot be read", e);
    }
  }
}
