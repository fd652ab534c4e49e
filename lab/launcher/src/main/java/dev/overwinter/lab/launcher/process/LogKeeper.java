package dev.overwinter.lab.launcher.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Bounds the logs of all processes and hands on what is appended to them, line by line.
///
/// Children append to their files themselves, so a log is cut by copying it aside and emptying it;
/// what is written between these two steps is lost, some lines at most in [#LARGEST] bytes.
public final class LogKeeper implements AutoCloseable {

  /// A log is set aside as `<name>.log.1` when it has grown to this many bytes.
  public static final long LARGEST = 16L * 1024 * 1024;

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int CHUNK = 64 * 1024;

  private final Desk desk;
  private final List<String> names;
  private final BiConsumer<String, String> lines;
  private final Map<String, Tail> tails = new HashMap<>();
  private final Thread thread;

  /// Starts to follow the logs of `names` at their present ends.
  ///
  /// @param lines receives process name and line, on this object's own thread
  public LogKeeper(Desk desk, List<String> names, BiConsumer<String, String> lines) {
    this.desk = desk;
    this.names = List.copyOf(names);
    this.lines = lines;
    names.forEach(n -> tails.put(n, new Tail(size(desk.log(n)))));
    this.thread = Thread.ofPlatform().daemon().name("logs").start(this::follow);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    names.forEach(this::look);
  }

  private void follow() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        names.forEach(this::look);
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void look(String name) {
    var log = desk.log(name);
    var tail = Objects.requireNonNull(tails.get(name));
    try {
      tail.advance(log, line -> lines.accept(name, line));
      if (size(log) > LARGEST) {
        Files.copy(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
      }
    } catch (IOException e) {
      desk.news().accept("cannot read " + log + ": " + e.getMessage());
    }
  }

  private static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How far one log was read, and the begun line at its end.
  private static final class Tail {

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long at;

    Tail(long at) {
      this.at = at;
    }

    void advance(Path log, Consumer<String> line) throws IOException {
      var size = size(log);
      if (size < at) {
        at = 0; // it was cut
      }
      if (size == at) {
        return;
      }
      try (var file = new RandomAccessFile(log.toFile(), "r")) {
        file.seek(at);
        var chunk = new byte[CHUNK];
        for (int n = file.read(chunk); n > 0; n = file.read(chunk)) {
          at += n;
          split(chunk, n, line);
        }
      }
    }

    private void split(byte[] chunk, int length, Consumer<String> line) {
      for (int i = 0; i < length; i++) {
        if (chunk[i] == '\n') {
          line.accept(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
        } else if (begun.size() < CHUNK) {
          begun.write(chunk[i]);
        }
      }
    }
  }
}
