package dev.overwinter.lab.lobby.image;

import dev.overwinter.lab.lobby.LobbyMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket.Intent;

/// Runs the staged lobby once, with a visitor, so that the JVM records which classes it needs.
///
/// The recording becomes the AOT cache: the classes are in memory, linked, before the first of them
/// is asked for, and the first real player meets a server that has let somebody in before.
final class Rehearsal {
  private static final Pattern READY = Pattern.compile("Ready on port (\\d+) ");
  private static final Duration VISIT = Duration.ofSeconds(2);
  private static final long LIMIT_SECONDS = 120;

  private Rehearsal() {}

  /// Writes the cache.
  ///
  /// @throws IOException when the lobby does not come up, lets nobody in, or writes no cache
  static void run(Path stage, Path runtime, List<String> jvmOptions, Path cache)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(jvmOptions);
    command.add(LobbyMain.class.getName());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LOBBY_"));
    builder.environment().put("LOBBY_PORT", "0");
    builder
        .environment()
        .put("LOBBY_DATA", Files.createDirectory(stage.resolve("data")).toString());
    Process lobby = builder.start();
    try (var output = reader(lobby)) {
      String log = perform(lobby, output);
      if (!lobby.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)
          || lobby.exitValue() != 0
          || !Files.exists(cache)) {
        throw new IOException("the rehearsal failed:\n" + log);
      }
    } finally {
      lobby.destroyForcibly();
    }
  }

  private static String perform(Process lobby, BufferedReader output) throws IOException {
    var log = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.append(line).append('\n');
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        try (var guest =
            GuestVisit.join(Integer.parseInt(ready.group(1)), "Rehearsal", Intent.LOGIN)) {
          guest.stay(VISIT);
        }
        lobby.outputWriter(StandardCharsets.UTF_8).append("stop\n").flush();
      }
    }
    return log.toString();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
