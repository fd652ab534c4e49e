package dev.overwinter.lab.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// The real client of Luanti (Minetest) as Debian ships it: a whole game that draws nothing. What
/// it says is in its log.
final class LuantiClient implements AutoCloseable {
  private static final List<Path> PROGRAMS =
      Stream.of("/usr/games/minetest", "/usr/games/luanti", "/usr/bin/minetest", "/usr/bin/luanti")
          .map(Path::of)
          .toList();

  /// The null driver needs no screen and no OpenGL; five frames a second are many for nobody.
  private static final String SETTINGS =
      """
      video_driver = null
      enable_sound = false
      viewing_range = 20
      fps_max = 5
      fps_max_unfocused = 5
      """;

  private final Process process;
  private final Path log;

  private LuantiClient(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts one that joins at once. It gives up by itself when nobody has answered for about 10 s.
  static LuantiClient join(int port, String name) {
    try {
      var home = Files.createTempDirectory("luanti-" + name);
      var settings = Files.writeString(home.resolve("client.conf"), SETTINGS);
      var log = home.resolve("log");
      var command =
          new ProcessBuilder(
              program().toString(),
              "--config",
              settings.toString(),
              "--go",
              "--address",
              "127.0.0.1",
              "--port",
              Integer.toString(port),
              "--name",
              name,
              "--info",
              "--color",
              "never",
              "--logfile",
              "");
      command.environment().put("HOME", home.toString());
      command.environment().keySet().removeIf(key -> key.startsWith("XDG_"));
      command.redirectErrorStream(true).redirectOutput(log.toFile());
      return new LuantiClient(command.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program() {
    return PROGRAMS.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no Luanti client (expected: one of "
                    + PROGRAMS
                    + "; ./overwinter test installs it)"));
  }

  /// Waits until it stands in the world.
  void awaitInGame(Duration atMost) {
    Awaitility.await("in game")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> log().contains("afterContentReceived() done") || !process.isAlive());
    if (!log().contains("afterContentReceived() done")) {
      throw new AssertionError("not in the game: " + log());
    }
  }

  /// Whether it is still there, and has not been shown the door.
  boolean plays() {
    return process.isAlive() && !log().contains("Access denied");
  }

  /// Leaves as somebody does who closes the window.
  void leave() {
    try {
      var _ = process.toHandle().destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("does not leave: " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
