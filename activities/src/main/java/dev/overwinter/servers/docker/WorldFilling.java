package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.luben.zstd.ZstdInputStream;
import dev.overwinter.backups.Archive;
import dev.overwinter.backups.tar.WorldTar;
import dev.overwinter.catalogue.GameVolume;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.workflow.WorldActivities;
import io.temporal.failure.ApplicationFailure;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Fills volumes that nobody uses yet from an archive: through a container that is never started,
/// so that nothing of the image is run for it. Checks while it unpacks; whoever asked must not use
/// the volumes unless this has returned.
final class WorldFilling {
  private static final int PIPE = 1 << 20;
  // From the last byte that the engine has read on.
  private static final Duration JUDGED_WITHIN = Duration.ofMinutes(5);

  private final Engine engine;
  private final Scope scope;

  WorldFilling(Engine engine, Scope scope) {
    this.engine = engine;
    this.scope = scope;
  }

  /// Opens an archive at its beginning.
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /// Whether a container has ever been started.
  static boolean hasRun(InspectContainerResponse container) {
    return !"created".equals(container.getState().getStatus());
  }

  void fill(ContainerOrder order, Archive archive, Source source, Counting counting)
      throws IOException {
    clear(order);
    var handle = ContainerRequests.handle(engine.usual(), order, scope).exec().getId();
    try (var pouring = new Pouring(order, archive, source, counting)) {
      pouring.begin();
      try {
        engine
            .transfer()
            .copyArchiveToContainerCmd(handle)
            .withRemotePath("/")
            .withTarInputStream(pouring)
            .exec();
      } catch (RuntimeException refused) {
        // What stopped the stream says more than that it stopped.
        pouring.hangUp();
        pouring.judge();
        throw refused;
      }
      pouring.judge();
    } finally {
      remove(handle);
    }
  }

  /// What somebody who was killed in the middle has left.
  void clear(ContainerOrder order) {
    remove(Labels.handle(order));
  }

  private void remove(String id) {
    try {
      engine.usual().removeContainerCmd(id).withForce(true).exec();
    } catch (NotFoundException gone) {
      return;
    }
  }

  /// What the engine reads, while a thread beside it fetches, checks and writes it anew. Ends like
  /// a whole archive only when it was one.
  private static final class Pouring extends FilterInputStream {
    private final Archive archive;
    private final Map<String, String> paths;
    private final Source source;
    private final Counting counting;
    private final PipedInputStream pipe;
    private final CompletableFuture<Void> poured = new CompletableFuture<>();

    Pouring(ContainerOrder order, Archive archive, Source source, Counting counting) {
      this(order, archive, source, counting, new PipedInputStream(PIPE));
    }

    private Pouring(
        ContainerOrder order,
        Archive archive,
        Source source,
        Counting counting,
        PipedInputStream pipe) {
      super(pipe);
      this.archive = archive;
      this.source = source;
      this.counting = counting;
      this.pipe = pipe;
      paths =
          order.template().volumes().stream()
              .collect(Collectors.toMap(GameVolume::name, GameVolume::path));
    }

    void begin() throws IOException {
      var out = new PipedOutputStream(pipe);
      Thread.ofVirtual()
          .name("pour")
          .start(() -> {
            try (out) {
              pour(new Unheard(out));
              poured.complete(null);
            } catch (IOException | RuntimeException e) {
              poured.completeExceptionally(e);
            }
          });
    }

    private void pour(OutputStream out) throws IOException {
      try (var summed = new Summed(opened())) {
        var tar = WorldTar.writing(out);
        try (var plain = new ZstdInputStream(counting.of(summed))) {
          WorldTar.unpack(plain, tar, paths, archive.worldBytes(), counting::check);
          // What follows the last entry counts as well.
          plain.transferTo(OutputStream.nullOutputStream());
          summed.transferTo(OutputStream.nullOutputStream());
        }
        if (summed.sum.bytes() != archive.bytes()
            || !summed.sum.sha256().equals(archive.sha256())) {
          throw new IOException("it does not have its checksum");
        }
        tar.finish();
        out.flush();
      }
    }

    private InputStream opened() throws StoreAway {
      try {
        return source.open();
      } catch (IOException away) {
        throw new StoreAway(away);
      }
    }

    /// Whoever pours need not wait for the engine any more.
    void hangUp() throws IOException {
      pipe.close();
    }

    /// Throws what stopped it; returns when it was poured as a whole.
    void judge() throws IOException {
      try {
        poured.get(JUDGED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case EngineGone _ -> {}
          case StoreAway away -> throw away.why;
          case IOException broken ->
              throw ApplicationFailure.newNonRetryableFailureWithCause(
                  "the archive cannot be trusted: " + broken.getMessage(),
                  WorldActivities.CORRUPT,
                  broken);
          case RuntimeException unwanted -> throw unwanted;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (TimeoutException stuck) {
        throw new IOException("the archive is not read to its end", stuck);
      } catch (InterruptedException leaving) {
        Thread.currentThread().interrupt();
        throw Failures.interrupted(leaving);
      }
    }

    @Override
    public int read() throws IOException {
      var one = super.read();
      return one < 0 ? ended() : one;
    }

    @Override
    public int read(byte[] some, int offset, int length) throws IOException {
      var read = super.read(some, offset, length);
      return read < 0 ? ended() : read;
    }

    private int ended() throws IOException {
      judge();
      return -1;
    }
  }

  /// The engine does not read any more: why, it says itself.
  private static final class EngineGone extends IOException {
    private static final long serialVersionUID = 1L;

    EngineGone(IOException cause) {
      super(cause);
    }
  }

  /// The store could not be read: nothing is known about the archive.
  private static final class StoreAway extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException why;

    StoreAway(IOException why) {
      super(why);
      this.why = why;
    }
  }

  private static final class Unheard extends FilterOutputStream {
    Unheard(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws IOException {
      try {
        out.write(some, offset, length);
      } catch (IOException gone) {
        throw new EngineGone(gone);
      }
    }
  }

  private static final class Summed extends FilterInputStream {
    private final Sum sum = new Sum();

    Summed(InputStream from) {
      super(from);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] some, int offset, int length) throws IOException {
      try {
        var read = super.read(some, offset, length);
        if (read > 0) {
          sum.add(some, offset, read);
        }
        return read;
      } catch (IOException away) {
        throw new StoreAway(away);
      }
    }
  }
}
