package dev.overwinter.servers.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A registry on this machine that speaks enough of the Docker Registry protocol to pull one image
/// of two layers from it, as slowly and as badly as a test wants.
final class TestRegistry implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final int PIECE = 32 << 10;

  private final HttpServer server;
  private final Map<String, byte[]> blobs;
  private final byte[] manifest;
  final List<String> asked = new CopyOnWriteArrayList<>();
  final AtomicInteger refusals = new AtomicInteger();
  volatile long pauseMillis;

  TestRegistry() throws IOException {
    var first = layer(1);
    var second = layer(2);
    var config =
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["/none"]},\
        "rootfs":{"type":"layers","diff_ids":["%s","%s"]}}
        """
            .formatted(digest(first), digest(second))
            .getBytes(StandardCharsets.UTF_8);
    var firstZip = zipped(first);
    var secondZip = zipped(second);
    blobs =
        Map.of(digest(config), config, digest(firstZip), firstZip, digest(secondZip), secondZip);
    manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,%s]}
        """
            .formatted(
                MANIFEST,
                described("application/vnd.docker.container.image.v1+json", config),
                described("application/vnd.docker.image.rootfs.diff.tar.gzip", firstZip),
                described("application/vnd.docker.image.rootfs.diff.tar.gzip", secondZip))
            .getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v2/", this::answer);
    server.start();
  }

  /// The image, without tag or digest.
  String repository() {
    return "127.0.0.1:" + server.getAddress().getPort() + "/tiny";
  }

  /// What the image is pinned by.
  String digest() {
    return digest(manifest);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    asked.add(path);
    try (exchange) {
      if (path.contains("/manifests/") && refusals.getAndDecrement() > 0) {
        exchange.sendResponseHeaders(503, -1);
      } else if (path.contains("/manifests/")) {
        // Whatever digest it was asked for: honest or not is for the engine to see.
        send(exchange, manifest, MANIFEST);
      } else if (path.contains("/blobs/")) {
        send(
            exchange,
            Objects.requireNonNull(blobs.get(path.substring(path.lastIndexOf('/') + 1))),
            "application/octet-stream");
      } else {
        exchange.sendResponseHeaders(200, -1);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] body, String type) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.getResponseHeaders().add("Docker-Content-Digest", digest(body));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, body.length);
    var out = exchange.getResponseBody();
    for (var at = 0; at < body.length; at += PIECE) {
      out.write(body, at, Math.min(PIECE, body.length - at));
      if (body.length > PIECE) {
        out.flush();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      }
    }
  }

  private static byte[] layer(int seed) throws IOException {
    // Noise, so that it stays large when it is packed; another one each time, or the engine keeps
    // it.
    var noise = new byte[1 << 20];
    new Random(System.nanoTime() + seed).nextBytes(noise);
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      var entry = new TarArchiveEntry("noise-" + seed);
      entry.setSize(noise.length);
      tar.putArchiveEntry(entry);
      tar.write(noise);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String described(String type, byte[] blob) {
    return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}"
        .formatted(type, blob.length, digest(blob));
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new UncheckedIOException(new IOException(impossible));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
