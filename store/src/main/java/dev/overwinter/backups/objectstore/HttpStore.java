package dev.overwinter.backups.objectstore;

import dev.overwinter.durable.ApiTrust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Archives of a node that shares no disk with the platform: the api keeps them, and knows the node
/// by the token that it got when it joined. Streams both ways; the token is read anew each time.
public final class HttpStore implements ObjectStore {
  private static final int CHUNK = 1 << 16;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  // Between two bytes, and while the api syncs what it was sent.
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final Set<Integer> NEVER = Set.of(400, 401, 403, 404, 409, 413, 422, 507);

  private final String api;
  private final Path tokenFile;
  // One for all requests: connections are kept for the next one by the factory that made them.
  private final @Nullable SSLSocketFactory trust;

  /// Reaches an api.
  ///
  /// @param api for example `https://panel.example.org`
  /// @param tokenFile holds the token that this node got when it joined
  /// @param certificate of the api, where this machine's authorities do not vouch for it
  /// @throws IllegalArgumentException when that cannot be read
  public HttpStore(URI api, Path tokenFile, Optional<Path> certificate) {
    this.trust = certificate.map(ApiTrust::context).map(SSLContext::getSocketFactory).orElse(null);
    this.api = api.toString().replaceFirst("/+$", "") + "/api/nodes/backups/";
    this.tokenFile = tokenFile;
  }

  @Override
  public Upload begin(ObjectName name) throws IOException {
    var connection = open("PUT", name);
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(CHUNK);
    connection.setRequestProperty("Content-Type", "application/octet-stream");
    return new HttpUpload(connection, connection.getOutputStream());
  }

  @Override
  public InputStream read(ObjectName name, long from) throws IOException {
    var connection = found(name, open("GET", name));
    var body = connection.getInputStream();
    body.skipNBytes(from);
    return body;
  }

  @Override
  public long size(ObjectName name) throws IOException {
    return found(name, open("HEAD", name)).getContentLengthLong();
  }

  private static HttpURLConnection found(ObjectName name, HttpURLConnection connection)
      throws IOException {
    if (connection.getResponseCode() == 404) {
      throw new NoSuchFileException(name.key());
    }
    check(connection);
    return connection;
  }

  @Override
  public void remove(String serverId, String backupId) throws IOException {
    var connection = open("DELETE", serverId + "/" + backupId);
    if (connection.getResponseCode() != 404) {
      check(connection);
    }
  }

  private HttpURLConnection open(String method, ObjectName name) throws IOException {
    return open(method, name.serverId() + "/" + name.backupId() + "?codec=" + name.ending());
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    var url = URI.create(api + path).toURL();
    var connection = (HttpURLConnection) url.openConnection();
    if (connection instanceof HttpsURLConnection secure && trust != null) {
      secure.setSSLSocketFactory(trust);
    }
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(SILENCE.toMillis()));
    connection.setRequestProperty("Authorization", "Bearer " + Files.readString(tokenFile).strip());
    return connection;
  }

  private static void check(HttpURLConnection connection) throws IOException {
    var status = connection.getResponseCode();
    if (status / 100 == 2) {
      return;
    }
    var said = said(connection);
    if (NEVER.contains(status)) {
      throw new StoreRefused("the api answered " + status + said);
    }
    throw new IOException("the api answered " + status + said);
  }

  private static String said(HttpURLConnection connection) {
    try (var error = connection.getErrorStream()) {
      return error == null
          ? ""
          : ": " + new String(error.readNBytes(500), StandardCharsets.UTF_8).strip();
    } catch (IOException silent) {
      return "";
    }
  }

  private static final class HttpUpload extends Upload {
    private final HttpURLConnection connection;
    private final OutputStream body;
    private boolean over;

    HttpUpload(HttpURLConnection connection, OutputStream body) {
      this.connection = connection;
      this.body = body;
    }

    @Override
    public void write(int one) throws IOException {
      body.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        body.write(bytes, offset, length);
      } catch (IOException hungUp) {
        // It may have said why before it did.
        refusal(hungUp);
      }
    }

    private void refusal(IOException hungUp) throws IOException {
      try {
        check(connection);
      } catch (StoreRefused said) {
        throw said;
      } catch (IOException | RuntimeException nothing) {
        throw hungUp;
      }
      throw hungUp;
    }

    @Override
    public void commit() throws IOException {
      // The last chunk, by which the api knows that this is all.
      body.close();
      over = true;
      check(connection);
    }

    @Override
    public void close() {
      if (!over) {
        // Without a last chunk: the api drops what it has.
        connection.disconnect();
      }
    }
  }
}
