package dev.overwinter.catalogue.web;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.overwinter.api.ApiConfig;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Reads the catalogue again when the operator's directory changes: at once where the system tells
/// (inotify), and every few seconds in any case, since network and container mounts tell nothing.
@Component
final class CatalogueWatch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueWatch.class);
  private static final Duration RESCAN = Duration.ofSeconds(5);
  // An editor writes in several steps.
  private static final Duration SETTLE = Duration.ofMillis(200);

  private final Catalogue catalogue;
  private final @Nullable Path directory;
  private @Nullable Thread thread;

  CatalogueWatch(Catalogue catalogue, ApiConfig config) {
    this.catalogue = catalogue;
    this.directory = config.catalogue();
  }

  @Override
  public void start() {
    if (directory != null) {
      thread = Thread.ofPlatform().name("catalogue-watch").daemon().start(() -> watch(directory));
    }
  }

  @Override
  public void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void watch(Path own) {
    try (var watcher = FileSystems.getDefault().newWatchService()) {
      var key = register(own, watcher);
      while (!Thread.currentThread().isInterrupted()) {
        var heard = watcher.poll(RESCAN.toMillis(), TimeUnit.MILLISECONDS);
        if (heard != null) {
          Thread.sleep(SETTLE);
          heard.pollEvents();
          heard.reset();
        }
        catalogue.reload();
        if (key == null || !key.isValid()) {
          key = register(own, watcher);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the catalogue's directory is not watched: {}", e.toString());
    }
  }

  /// Null while there is no such directory: looked for again with the next scan.
  private static @Nullable WatchKey register(Path own, WatchService watcher) {
    try {
      return own.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    } catch (IOException _) {
      return null;
    }
  }
}
