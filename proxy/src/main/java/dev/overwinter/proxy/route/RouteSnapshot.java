package dev.overwinter.proxy.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last routes on disk. A reader finds either the old file or the new one, whole, also after a
/// power cut.
public final class RouteSnapshot {
  private static final Logger log = LoggerFactory.getLogger(RouteSnapshot.class);

  private final Path file;
  private final ObjectMapper json = Payloads.mapper();

  /// Keeps routes in `file`, whose directory is made when missing.
  public RouteSnapshot(Path file) {
    this.file = file.toAbsolutePath();
  }

  /// What was written last; empty when there is nothing readable, which is never fatal.
  public Optional<RouteChange> read() {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(json.readValue(in, RouteChange.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      log.warn("routes in {} cannot be read, waiting for the api: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /// Replaces the file. Must be called by one thread at a time; another process may do the same.
  void write(Table table) {
    try {
      Files.createDirectories(file.getParent());
      var next =
          file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".next");
      try (var out = Files.newOutputStream(next)) {
        json.writeValue(out, table.snapshot());
      }
      try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("routes cannot be kept in {}: {}", file, e.toString());
    }
  }
}
