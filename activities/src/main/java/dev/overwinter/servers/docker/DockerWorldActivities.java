package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.luben.zstd.ZstdOutputStream;
import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.objectstore.ObjectName;
import dev.overwinter.backups.objectstore.ObjectStore;
import dev.overwinter.backups.objectstore.StoreRefused;
import dev.overwinter.backups.tar.WorldTar;
import dev.overwinter.catalogue.GameVolume;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.workflow.WorldActivities;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/// Worlds of servers on one Docker engine, as streams between the engine and the store.
/// Thread-safe. A save does not keep the server from being started: it looks again before it
/// counts.
public final class DockerWorldActivities implements WorldActivities {
  /// There is nothing to be saved, or it is not at rest: not retried.
  static final String NO_WORLD = "NoWorldAtRest";

  /// The store will never take or give it: not retried.
  static final String REFUSED = "StoreRefused";

  private final Engine engine;
  private final Containers containers;
  private final Volumes volumes;
  private final Making making;
  private final WorldFilling filling;
  private final Hands hands;
  private final Pulses pulses;
  private final @Nullable ObjectStore store;
  private final MeterRegistry meters;

  /// Wires everything that works on one engine.
  ///
  /// @param store where archives lie; null when this node keeps none
  public DockerWorldActivities(
      Engine engine,
      DockerSettings settings,
      Hands hands,
      Pulses pulses,
      @Nullable ObjectStore store,
      MeterRegistry meters) {
    this.engine = engine;
    var scope = settings.scope();
    containers = new Containers(engine, scope);
    volumes = new Volumes(engine, scope);
    making =
        new Making(
            new Networks(engine, scope),
            volumes,
            new Owners(engine, scope),
            containers,
            new Secrets(settings.sealKey()),
            new Stopper(containers));
    filling = new WorldFilling(engine, scope);
    this.hands = hands;
    this.pulses = pulses;
    this.store = store;
    this.meters = meters;
  }

  @Override
  public Archive save(ContainerOrder order, String backupId) {
    try (var pulse = pulses.begin()) {
      return Failures.translated(() -> {
        var container = hands.on(Labels.name(order), pulse, () -> atRest(order));
        var archive = stored(() -> save(order, container, backupId, new Counting(pulse)));
        meters.counter("overwinter_backup_stored_bytes_total").increment((double) archive.bytes());
        DistributionSummary.builder("overwinter_backup_world_bytes")
            .register(meters)
            .record((double) archive.worldBytes());
        return archive;
      });
    }
  }

  private InspectContainerResponse atRest(ContainerOrder order) {
    if (!making.hasWorld(order)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "its world volume " + Labels.name(order) + " is gone", GONE);
    }
    var id = making.ensureContainer(order);
    var container = engine.usual().inspectContainerCmd(id).exec();
    if (Containers.running(container)) {
      throw no("its game runs");
    }
    return container;
  }

  private Archive save(
      ContainerOrder order, InspectContainerResponse container, String backupId, Counting counting)
      throws IOException {
    try (var upload = store().begin(new ObjectName(order.serverId(), backupId, Archive.TAR_ZST))) {
      var measured = new Measured(upload);
      var worldBytes = 0L;
      try (var tar = WorldTar.writing(new ZstdOutputStream(measured))) {
        for (var volume : order.template().volumes()) {
          worldBytes += add(container.getId(), volume, tar, counting);
        }
        tar.finish();
      }
      stillAtRest(order, container);
      counting.check();
      upload.commit();
      return new Archive(Archive.TAR_ZST, measured.sha256(), measured.bytes(), worldBytes);
    }
  }

  private long add(
      String container, GameVolume volume, TarArchiveOutputStream tar, Counting counting)
      throws IOException {
    var path = URLEncoder.encode(volume.path(), StandardCharsets.UTF_8);
    return engine.beginning(
        "/containers/" + container + "/archive?path=" + path,
        body -> WorldTar.add(counting.of(body), tar, volume.name(), counting::check));
  }

  /// A copy of a world that somebody played in meanwhile is torn.
  private void stillAtRest(ContainerOrder order, InspectContainerResponse before) {
    var now = containers.find(order);
    if (now.isEmpty()
        || Containers.running(now.get())
        || !Containers.run(now.get()).equals(Containers.run(before))) {
      throw no("its game was started meanwhile");
    }
  }

  @Override
  public void restore(ContainerOrder order, Backup backup) {
    layDown(
        order,
        backup,
        () -> {
          var found = containers.find(order);
          if (found.filter(WorldFilling::hasRun).isPresent()) {
            throw no("container " + Labels.name(order) + " has a world already");
          }
          found.ifPresent(container -> containers.remove(container.getId()));
          filling.clear(order);
          volumes.ensureRemoved(order);
        },
        () -> {
          var _ = making.ensureContainer(order);
        });
  }

  @Override
  public void unpack(ContainerOrder order, Backup backup) {
    layDown(
        order,
        backup,
        () -> {
          unused(order, order.world());
          filling.clear(order);
          volumes.ensureRemoved(order, order.world());
        },
        () -> {});
  }

  /// Fills the volumes of an order from a backup; once it is done, doing it again does nothing.
  ///
  /// @param clear makes room: whatever lies there nobody has used, it is what somebody who was
  ///   killed has left
  /// @param complete what else belongs to it
  private void layDown(ContainerOrder order, Backup backup, Runnable clear, Runnable complete) {
    var archive = backup.archive();
    if (archive == null) {
      throw no("backup " + backup.id() + " is not complete");
    }
    try (var pulse = pulses.begin()) {
      var _ =
          Failures.translated(() ->
              hands.on(
                  Labels.name(order),
                  pulse,
                  () -> {
                    var what = "restored " + backup.id();
                    if (!volumes.noted(order, what)) {
                      clear.run();
                      volumes.ensure(order);
                      fill(order, backup, archive, pulse);
                      complete.run();
                      // Only now: until then it is begun again.
                      volumes.note(order, what);
                    }
                    return true;
                  }));
    }
  }

  private void fill(ContainerOrder order, Backup backup, Archive archive, Pulse pulse) {
    var counting = new Counting(pulse);
    var name = new ObjectName(backup.serverId(), backup.id(), archive.codec());
    stored(() -> {
      filling.fill(order, archive, () -> store().read(name, 0), counting);
      return true;
    });
  }

  @Override
  public void drop(ContainerOrder order, int world) {
    if (world == order.world()) {
      throw no("world " + world + " is the one in use");
    }
    try (var pulse = pulses.begin()) {
      var _ =
          Failures.translated(() ->
              hands.on(
                  Labels.name(order),
                  pulse,
                  () -> {
                    dropped(order, world);
                    return true;
                  }));
    }
  }

  private void dropped(ContainerOrder order, int world) {
    filling.clear(order);
    var found = containers.find(order).filter(container -> isOf(container, world));
    if (found.filter(Containers::running).isPresent()) {
      throw no("its game runs on world " + world);
    }
    // Made from a world that is going: the next start makes it anew from the one in use.
    found.ifPresent(container -> containers.remove(container.getId()));
    volumes.ensureRemoved(order, world);
  }

  /// A world that a container was made for is never overwritten.
  private void unused(ContainerOrder order, int world) {
    if (containers.find(order).filter(container -> isOf(container, world)).isPresent()) {
      throw no("container " + Labels.name(order) + " uses world " + world + " already");
    }
  }

  private static boolean isOf(InspectContainerResponse container, int world) {
    return Labels.world(container.getConfig().getLabels()) == world;
  }

  @Override
  public void forget(String serverId, String backupId) {
    stored(() -> {
      store().remove(serverId, backupId);
      return true;
    });
  }

  private ObjectStore store() throws StoreRefused {
    if (store == null) {
      throw new StoreRefused("this node keeps no backups (OVERWINTER_BACKUPS)");
    }
    return store;
  }

  @FunctionalInterface
  private interface Work<T> {
    T go() throws IOException;
  }

  private static <T> T stored(Work<T> work) {
    return Failures.translated(inOurWords(work));
  }

  private static <T> Supplier<T> inOurWords(Work<T> work) {
    return () -> {
      try {
        return work.go();
      } catch (StoreRefused never) {
        throw ApplicationFailure.newNonRetryableFailureWithCause(
            "the store refuses: " + never.getMessage(), REFUSED, never);
      } catch (java.nio.file.NoSuchFileException gone) {
        throw ApplicationFailure.newNonRetryableFailureWithCause(
            "the archive is not in the store: " + gone.getMessage(), REFUSED, gone);
      } catch (IOException again) {
        throw ApplicationFailure.newFailureWithCause(
            "the world could not be carried: " + again.getMessage(), "StoreFailed", again);
      }
    };
  }

  private static ApplicationFailure no(String why) {
    return ApplicationFailure.newNonRetryableFailure(why, NO_WORLD);
  }

  /// Not closed with what writes to it: whether it counts is decided later.
  static final class Measured extends OutputStream {
    private final OutputStream to;
    private final Sum sum = new Sum();

    Measured(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(bytes, offset, length);
      sum.add(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    String sha256() {
      return sum.sha256();
    }

    long bytes() {
      return sum.bytes();
    }
  }
}
