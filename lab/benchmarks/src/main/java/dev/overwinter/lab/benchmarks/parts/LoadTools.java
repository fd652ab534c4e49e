package dev.overwinter.lab.benchmarks.parts;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The load client and the game behind the proxies: small C programs, compiled when needed, because
/// they must outrun what they measure. Both on CPU 1, the proxies alone on CPU 0.
public final class LoadTools {
  private static final int CPU = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path binaries;
  private final ObjectMapper json = new ObjectMapper();

  private LoadTools(Path binaries) {
    this.binaries = binaries;
  }

  /// What one run of the client found.
  ///
  /// @param perSecond bytes, connections or round trips a second
  /// @param failed connections that failed, or pings that could not be sent in time
  /// @param p50 microseconds, where something is timed
  /// @param p99 microseconds, where something is timed
  public record Load(double perSecond, long failed, double p50, double p99) {}

  /// Compiles the programs.
  public static LoadTools compile(Checkout checkout, Path scratch)
      throws IOException, InterruptedException {
    var compiler =
        Stream.of("gcc", "cc", "clang")
            .flatMap(name -> Checkout.tool(name).stream())
            .findFirst()
            .orElseThrow(() -> new IOException("no C compiler: apt-get install gcc libc6-dev"));
    Files.createDirectories(scratch);
    for (var program : List.of("client", "backend", "datagrams")) {
      var source = checkout.loadSources().resolve(program + ".c");
      var binary = scratch.resolve(program);
      run(List.of(compiler.toString(), "-O2", "-o", binary.toString(), source.toString()));
    }
    return new LoadTools(scratch);
  }

  /// Starts the game and returns when it listens.
  public Child backend(int port) throws IOException, InterruptedException {
    var command = List.of(binaries.resolve("backend").toString(), String.valueOf(port));
    var child = Child.start("backend", Child.pinned(CPU, command), Map.of(), binaries);
    child.awaitPort(port, Duration.ofSeconds(5));
    return child;
  }

  /// Puts load on a port and waits for the end.
  ///
  /// @param mode `bulk`, `conns` or `ping`
  /// @param rate pings a second; 0 as many as possible
  public Load load(String mode, int port, int connections, double seconds, int rate)
      throws IOException, InterruptedException {
    var command =
        List.of(
            binaries.resolve("client").toString(),
            mode,
            String.valueOf(port),
            String.valueOf(connections),
            String.valueOf(seconds),
            String.valueOf(rate));
    return load(command);
  }

  private Load load(List<String> command) throws IOException, InterruptedException {
    var line = json.readTree(run(Child.pinned(CPU, command)));
    return new Load(
        line.get("perSecond").asDouble(),
        line.get("failed").asLong(),
        line.get("p50").asDouble(),
        line.get("p99").asDouble());
  }

  /// Starts the game that sends datagrams back.
  public Child echo(int port) throws IOException {
    var command = List.of(binaries.resolve("datagrams").toString(), "echo", String.valueOf(port));
    return Child.start("echo", Child.pinned(CPU, command), Map.of(), binaries);
  }

  /// Puts datagrams on a port and waits for the end; those that failed were lost.
  ///
  /// @param rate round trips a second; 0 as many as possible
  public Load datagrams(int port, int sessions, double seconds, int rate)
      throws IOException, InterruptedException {
    return load(
        List.of(
            binaries.resolve("datagrams").toString(),
            "load",
            String.valueOf(port),
            String.valueOf(sessions),
            String.valueOf(seconds),
            String.valueOf(rate)));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + text);
      }
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
