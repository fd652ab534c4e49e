package dev.overwinter.lab.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeeperIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Test
  void handsOnWholeLinesThatAreAppended() throws IOException {
    var log = log("early\n");
    try (var _ = keeper()) {
      append(log, "one\ntw");
      append(log, "o\n");
      await().atMost(SOON).until(() -> seen.size() == 2);
    }
    assertThat(seen).containsExactly("api: one", "api: two");
  }

  @Test
  void cutsALogThatHasGrownLargeAndKeepsFollowing() throws IOException {
    var log = log("");
    try (var _ = keeper()) {
      append(log, "x".repeat((int) LogKeeper.LARGEST + 1));
      await().atMost(SOON).until(() -> Files.size(log) == 0);
      append(log, "\nafter\n");
      await().atMost(SOON).until(() -> seen.contains("api: after"));
    }
    assertThat(directory.resolve("api.log.1")).exists();
  }

  private LogKeeper keeper() {
    var desk = new Desk(directory, directory, l -> seen.add("news: " + l));
    return new LogKeeper(desk, List.of("api"), (name, line) -> seen.add(name + ": " + line));
  }

  private Path log(String content) throws IOException {
    return Files.writeString(directory.resolve("api.log"), content);
  }

  private static void append(Path log, String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.APPEND);
  }
}
