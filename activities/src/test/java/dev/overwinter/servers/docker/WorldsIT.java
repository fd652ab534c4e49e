package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.ZstdOutputStream;
import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.backups.objectstore.DirectoryStore;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.workflow.WorldActivities;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Worlds of two volumes, on a real engine, there and back again.
@Timeout(180)
final class WorldsIT {
  private static final String LONG = "l".repeat(90) + "/" + "m".repeat(90);

  private final String id = "w" + UUID.randomUUID().toString().substring(0, 7);
  private final DockerContainerActivities containers = TestDocker.activities(TestPulses::steady);
  private final ContainerOrder first =
      AnyGame.twoVolumes(id, TestDocker.IMAGE, TestDocker.subnet(), 1);
  private final ContainerOrder second =
      AnyGame.twoVolumes(id, TestDocker.IMAGE, TestDocker.subnet(), 2);
  @TempDir private Path store = Path.of("");

  @BeforeEach
  void make() throws IOException {
    make(first);
    make(second);
    put(
        first,
        tar -> {
          directory(tar, "data/empty/", 0750, 4_000_000);
          file(tar, "data/level.dat", bytes("the world of " + id), 0640, 1_001);
          file(tar, "data/" + LONG, bytes("long"), 0600, 1_000);
          file(tar, "data/gr\u00fc\u00dfe \u2744", bytes("cold"), 0644, 1_000);
          link(tar, "data/current", "level.dat", TarConstants.LF_SYMLINK);
          link(tar, "data/elsewhere", "/etc/passwd", TarConstants.LF_SYMLINK);
          link(tar, "data/twin", "data/level.dat", TarConstants.LF_LINK);
          file(tar, "extra/deep/mod.jar", bytes("mod"), 0755, 0);
        });
  }

  private void make(ContainerOrder order) {
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    containers.ensureContainer(order);
  }

  @AfterEach
  void remove() {
    containers.ensureRemoved(first);
    containers.ensureRemoved(second);
    assertThat(TestDocker.everything(id)).isEmpty();
  }

  @Test
  @Tag("D-03")
  void aWorldComesBackAsItWas() throws IOException {
    var archive = worlds().save(first, "b1");
    var object = store.resolve(id).resolve("b1.tar.zst");
    assertThat(archive.bytes()).isEqualTo(Files.size(object));
    assertThat(archive.sha256()).isEqualTo(sha256(object));
    assertThat(archive.codec()).isEqualTo("tar.zst");

    worlds().restore(second, backup(id, archive));
    assertThat(world(second)).isEqualTo(world(first));
    assertThat(world(second))
        .containsEntry("data/level.dat", "file 640 1001 the world of " + id)
        .containsEntry("data/twin", "hard link 640 1001 data/level.dat")
        .containsEntry("data/empty/", "directory 750 4000000 ")
        .containsEntry("data/elsewhere", "link 777 1000 /etc/passwd");
    // Once more, after an answer that was lost: what is there stays.
    put(second, tar -> file(tar, "data/new", bytes("played"), 0644, 1_000));
    worlds().restore(second, backup(id, archive));
    assertThat(world(second)).containsKey("data/new");
  }

  @Test
  @Tag("D-03")
  void aChangedArchiveIsRefusedAndNoWorldIsTouched() throws IOException {
    var archive = worlds().save(first, "b1");
    var before = world(first);
    var object = store.resolve(id).resolve("b1.tar.zst");
    var bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    Files.write(object, bytes);
    assertThatThrownBy(() -> worlds().restore(second, backup(id, archive)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            no -> {
              assertThat(no.getType()).isEqualTo(WorldActivities.CORRUPT);
              assertThat(no.isNonRetryable()).isTrue();
            });
    Files.write(object, List.of("more"), StandardOpenOption.APPEND);
    bytes[bytes.length / 2] ^= 1;
    Files.write(object, bytes);
    Files.write(object, new byte[] {0}, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> worlds().restore(second, backup(id, archive)))
        .hasMessageContaining("cannot be trusted");
    assertThat(world(first)).isEqualTo(before);

    Files.write(object, bytes);
    worlds().restore(second, backup(id, archive));
    assertThat(world(second)).isEqualTo(before);
  }

  @Test
  void aWorldThatSomebodyUsesIsNeverOverwritten() {
    var archive = worlds().save(first, "b1");
    TestDocker.ENGINE.usual().startContainerCmd(Labels.name(second)).exec();
    assertThatThrownBy(() -> worlds().restore(second, backup(id, archive)))
        .hasMessageContaining("has a world already");
    assertThatThrownBy(() -> worlds().save(second, "b2")).hasMessageContaining("its game runs");
    assertThat(Files.exists(store.resolve(id).resolve("b2.tar.zst"))).isFalse();
  }

  @Test
  void aWorldThatIsGoneIsNoEmptyBackup() {
    containers.ensureRemoved(first);
    assertThatThrownBy(() -> worlds().save(first, "b1")).hasMessageContaining("is gone");
    assertThat(store).isEmptyDirectory();
  }

  @Test
  @Tag("D-03")
  void aSaveThatIsNotWantedAnyMoreLeavesNothing() throws IOException {
    large();
    var unwanted = worlds(TestPulses::cancelled);
    assertThatThrownBy(() -> unwanted.save(first, "b1"))
        .isInstanceOf(ActivityCanceledException.class);
    assertThat(store.resolve(id)).isEmptyDirectory();
  }

  @Test
  @Tag("D-03")
  void killedInTheMiddleOfASaveOrARestoreTheNextAttemptIsWhole() throws IOException {
    large();
    try (var killed = killed("save", first)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> killed.said("MiB"));
    }
    assertThat(Files.exists(store.resolve(id).resolve("b1.tar.zst"))).isFalse();
    var archive = worlds().save(first, "b1");

    try (var killed =
        killed(
            "restore", second, archive.sha256(), "" + archive.bytes(), "" + archive.worldBytes())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> killed.said("MiB"));
    }
    worlds().restore(second, backup(id, archive));
    assertThat(world(second)).isEqualTo(world(first));
  }

  @Test
  @Tag("D-05")
  void aWorldIsLaidDownBesideTheOneInUseAndTheTwoChangePlaces() throws IOException {
    var before = world(first);
    var archive = worlds().save(first, "b1");
    put(first, tar -> file(tar, "data/played-since", bytes("a tower"), 0644, 1_000));
    var live = world(first);

    var beside = first.of(2);
    worlds().unpack(beside, backup(id, archive));
    assertThat(world(first)).as("the one in use").isEqualTo(live);
    assertThatThrownBy(() -> worlds().drop(first, 1)).hasMessageContaining("in use");

    // The swap is the next order's number: its container is made anew on the other volumes.
    containers.ensureContainer(beside);
    assertThat(world(beside)).isEqualTo(before);
    var other = Backup.begun("b2", id, "test", BackupWhy.ASKED, "admin", Instant.EPOCH);
    assertThatThrownBy(() -> worlds().unpack(beside, other.complete(archive)))
        .hasMessageContaining("already");
    // And back, with what was played since.
    containers.ensureContainer(first);
    assertThat(world(first)).isEqualTo(live);
    worlds().drop(first, 2);
    worlds().drop(first, 2);
    assertThat(volumes()).noneMatch(name -> name.contains(".w2"));
    assertThat(world(first)).isEqualTo(live);
  }

  @Test
  @Tag("D-05")
  void killedInTheMiddleOfUnpackingTheWorldInUseIsUntouchedAndTheNextAttemptIsWhole()
      throws IOException {
    large();
    var archive = worlds().save(first, "b1");
    var live = world(first);
    var beside = first.of(2);
    try (var killed =
        killed(
            "unpack", first, archive.sha256(), "" + archive.bytes(), "" + archive.worldBytes())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> killed.said("MiB"));
    }
    assertThat(world(first)).isEqualTo(live);
    var object = store.resolve(id).resolve("b1.tar.zst");
    var bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    Files.write(object, bytes);
    assertThatThrownBy(() -> worlds().unpack(beside, backup(id, archive)))
        .isInstanceOf(ApplicationFailure.class);
    assertThat(world(first)).isEqualTo(live);
    bytes[bytes.length / 2] ^= 1;
    Files.write(object, bytes);
    worlds().unpack(beside, backup(id, archive));
    containers.ensureContainer(beside);
    assertThat(world(beside)).isEqualTo(live);
    worlds().drop(beside, 1);
    assertThat(volumes()).allMatch(name -> name.contains(".w2"));
  }

  /// Its checksum is right: whoever wrote it could write into the store.
  @Test
  @Tag("D-05")
  void anArchiveThatReachesForAnythingElseIsRefusedAndTheWorldInUseIsUntouched()
      throws IOException {
    var live = world(first);
    var hostile = new TreeMap<String, Content>();
    hostile.put("up", tar -> file(tar, "world/../../data/level.dat", bytes("x"), 0644, 0));
    hostile.put("elsewhere", tar -> file(tar, "etc/cron.d/x", bytes("x"), 0644, 0));
    hostile.put(
        "through a link",
        tar -> {
          link(tar, "world/out", "/data", TarConstants.LF_SYMLINK);
          file(tar, "world/out/level.dat", bytes("x"), 0644, 0);
        });
    hostile.put("twin", tar -> link(tar, "world/t", "/etc/shadow", TarConstants.LF_LINK));
    hostile.put("bomb", tar -> file(tar, "world/big", new byte[1 << 20], 0644, 0));
    for (var one : hostile.entrySet()) {
      var archive = stored(one.getValue());
      assertThatThrownBy(() -> worlds().unpack(first.of(2), backup(id, archive)))
          .as(one.getKey())
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              no -> assertThat(no.getType()).isEqualTo(WorldActivities.CORRUPT));
      assertThat(volumes()).as(one.getKey()).noneMatch(name -> name.endsWith(".w2.installed"));
      assertThat(world(first)).as(one.getKey()).isEqualTo(live);
    }
    worlds().drop(first, 2);
    assertThat(volumes()).noneMatch(name -> name.contains(".w2"));
  }

  /// Puts an archive into the store that says of itself that it holds a hundred bytes.
  private Archive stored(Content content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new ZstdOutputStream(out), "UTF-8")) {
      content.write(tar);
    }
    var object = Files.createDirectories(store.resolve(id)).resolve("b1.tar.zst");
    Files.write(object, out.toByteArray());
    return new Archive(Archive.TAR_ZST, sha256(object), out.size(), 100);
  }

  /// Of the first place.
  private List<String> volumes() {
    var all = TestDocker.ENGINE.usual().listVolumesCmd().exec().getVolumes();
    return all.stream()
        .map(volume -> volume.getName())
        .filter(name -> name.startsWith(Labels.name(first)) && !name.contains(".g2"))
        .toList();
  }

  private KilledStep killed(String step, ContainerOrder order, String... more) throws IOException {
    var all = new java.util.ArrayList<>(List.of(store.toString()));
    all.addAll(List.of(more));
    return KilledStep.start(step, id, TestDocker.IMAGE, order.subnet(), all.toArray(String[]::new));
  }

  /// Not compressible, so that a copy of it takes a while.
  private void large() throws IOException {
    var noise = new byte[48 << 20];
    new Random(7).nextBytes(noise);
    put(first, tar -> file(tar, "data/region.mca", noise, 0644, 1_000));
  }

  static Backup backup(String id, Archive archive) {
    return Backup.begun("b1", id, "test", BackupWhy.ASKED, "admin", Instant.EPOCH)
        .complete(archive);
  }

  private DockerWorldActivities worlds() {
    return worlds(TestPulses::steady);
  }

  private DockerWorldActivities worlds(Pulses pulses) {
    return new DockerWorldActivities(
        TestDocker.ENGINE,
        TestDocker.SETTINGS,
        new Hands(),
        pulses,
        new DirectoryStore(store),
        new SimpleMeterRegistry());
  }

  private interface Content {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static void put(ContainerOrder order, Content content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      content.write(tar);
    }
    var docker = TestDocker.ENGINE.usual();
    var handle =
        ContainerRequests.handle(docker, order, TestDocker.SETTINGS.scope()).exec().getId();
    docker
        .copyArchiveToContainerCmd(handle)
        .withRemotePath("/")
        .withTarInputStream(new ByteArrayInputStream(out.toByteArray()))
        .exec();
    docker.removeContainerCmd(handle).exec();
  }

  private static void file(
      TarArchiveOutputStream tar, String name, byte[] content, int mode, int owner)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(0100000 | mode);
    entry.setIds(owner, owner);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void directory(TarArchiveOutputStream tar, String name, int mode, int owner)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setMode(040000 | mode);
    entry.setIds(owner, owner);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target, byte kind)
      throws IOException {
    var entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(target);
    // A hard link has what its file has.
    entry.setMode(kind == TarConstants.LF_LINK ? 0640 : 0777);
    entry.setIds(kind == TarConstants.LF_LINK ? 1_001 : 1_000, 0);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /// What lies in a server's volumes: by name its kind, mode, owner, and content or target.
  private static Map<String, String> world(ContainerOrder order) throws IOException {
    var found = new TreeMap<String, String>();
    for (var volume : order.template().volumes()) {
      var docker = TestDocker.ENGINE.transfer();
      try (var tar =
          new TarArchiveInputStream(
              docker.copyArchiveFromContainerCmd(Labels.name(order), volume.path()).exec(),
              "UTF-8")) {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          found.put(entry.getName(), described(entry, tar));
        }
      }
    }
    return found;
  }

  private static String described(TarArchiveEntry entry, TarArchiveInputStream tar)
      throws IOException {
    var about = " %o %d ".formatted(entry.getMode() & 07777, entry.getLongUserId());
    if (entry.isDirectory()) {
      return "directory" + about;
    }
    if (entry.isSymbolicLink() || entry.isLink()) {
      return (entry.isLink() ? "hard link" : "link") + about + entry.getLinkName();
    }
    var content = tar.readAllBytes();
    return "file"
        + about
        + (content.length < 100
            ? new String(content, StandardCharsets.UTF_8)
            : content.length + " " + java.util.Arrays.hashCode(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(Objects.toString(impossible));
    }
  }
}
