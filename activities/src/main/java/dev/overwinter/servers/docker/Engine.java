package dev.overwinter.servers.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Connections to one Docker engine, each kind with its own patience. Nothing hangs on an engine
/// that has stopped answering.
public final class Engine implements Closeable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  // A create or a start on a machine whose disk is busy; anything longer is tried again.
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration PING = Duration.ofSeconds(5);
  // Between two bytes of progress of a pull or a load.
  private static final Duration TRANSFER = Duration.ofMinutes(5);

  private final DockerClient usual;
  private final DockerClient ping;
  private final DockerClient transfer;
  private final DockerClient stream;
  private final DockerHttpClient http;

  /// Connects lazily: the engine need not be there yet.
  ///
  /// @param host for example `unix:///var/run/docker.sock`
  public Engine(String host) {
    usual = client(host, USUAL, 100);
    ping = client(host, PING, 2);
    transfer = client(host, TRANSFER, 10);
    // Streams are ended by who watches the engine, not by silence: a quiet log is a healthy one.
    stream = client(host, Duration.ZERO, 2_000);
    http = http(config(host), USUAL, 10);
  }

  private static DockerClient client(String host, Duration answerWithin, int connections) {
    var config = config(host);
    return DockerClientImpl.getInstance(config, http(config, answerWithin, connections));
  }

  private static DockerClientConfig config(String host) {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(host)
        .withDockerTlsVerify(false)
        .build();
  }

  private static DockerHttpClient http(
      DockerClientConfig config, Duration answerWithin, int connections) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(config.getDockerHost())
        .sslConfig(config.getSSLConfig())
        .connectionTimeout(CONNECT)
        .responseTimeout(answerWithin)
        .maxConnections(connections)
        .build();
  }

  /// For calls that end by themselves.
  DockerClient usual() {
    return usual;
  }

  /// For asking whether the engine answers at all.
  DockerClient ping() {
    return ping;
  }

  /// Reads the beginning of an answer that may be a whole world, and hangs up. The library's own
  /// stream would read on to its end when it is closed.
  <T> T beginning(String path, Beginning<T> reader) throws IOException {
    var request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(path)
            .build();
    try (var answer = http.execute(request)) {
      if (answer.getStatusCode() / 100 != 2) {
        throw new DockerException("cannot be read: " + path, answer.getStatusCode());
      }
      return reader.read(answer.getBody());
    }
  }

  /// Reads as much as it needs.
  @FunctionalInterface
  interface Beginning<T> {
    T read(InputStream body) throws IOException;
  }

  /// For images.
  DockerClient transfer() {
    return transfer;
  }

  /// For streams that stay open.
  DockerClient stream() {
    return stream;
  }

  @Override
  public void close() throws IOException {
    usual.close();
    ping.close();
    transfer.close();
    stream.close();
    http.close();
  }
}
