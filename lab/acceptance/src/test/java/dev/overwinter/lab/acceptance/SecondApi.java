package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;

import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.process.Desk;
import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import dev.overwinter.lab.launcher.process.SupervisedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.TreeMap;

/// Another api process of the platform of these tests, told the same as the first but its port and
/// its zone of time.
final class SecondApi implements AutoCloseable {
  private final SupervisedProcess process;
  private final URI url;

  private SecondApi(SupervisedProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /// Starts one and returns when it is healthy.
  static SecondApi start(Stage stage, String zone) throws IOException, InterruptedException {
    var platform = stage.platform();
    var first = platform.process(Part.API).spec();
    var port = freePort();
    var words = new TreeMap<>(first.environment());
    words.put("OVERWINTER_API_PORT", Integer.toString(port));
    words.put("TZ", zone);
    var home = platform.config().home();
    var second =
        new SupervisedProcess(
            ProcessSpec.of(
                "api-2",
                first.command(),
                words,
                HealthCheck.http(port, "/actuator/health/readiness")),
            new Desk(
                home.resolve("run"),
                home.resolve("logs"),
                line -> System.out.println("overwinter | " + line)));
    second.start();
    second.awaitHealthy(seconds(120));
    return new SecondApi(second, URI.create("http://127.0.0.1:" + port));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI url() {
    return url;
  }

  /// Ends it as `kill -9` does, for good.
  void kill() {
    process.killHardAndHold();
  }

  @Override
  public void close() {
    process.stop();
  }
}
