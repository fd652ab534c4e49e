package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.backups.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store of archives must do.
@Tag("D-03")
abstract class ObjectStoreContractTest {
  static final byte[] WORLD = new byte[300_000];
  static final int LARGE = 150;

  static {
    new Random(3).nextBytes(WORLD);
  }

  @TempDir Path directory = Path.of("");

  abstract ObjectStore store() throws IOException;

  @Test
  void whatIsCommittedIsReadAgain() throws IOException {
    save("b1");
    try (var in = store().read(name("b1"), 0)) {
      assertThat(in.readAllBytes()).isEqualTo(WORLD);
    }
  }

  @Test
  void itsSizeIsKnownAndItIsReadFromWhereSomebodyStopped() throws IOException {
    save("b1");
    assertThat(store().size(name("b1"))).isEqualTo(WORLD.length);
    try (var in = store().read(name("b1"), 200_000)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(WORLD, 200_000, WORLD.length));
    }
    try (var in = store().read(name("b1"), WORLD.length)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
    assertThatThrownBy(() -> store().size(name("b2"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void emptyIsAnArchiveAsWell() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      upload.commit();
    }
    assertThat(store().size(name("b1"))).isZero();
    try (var in = store().read(name("b1"), 0)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  /// More than two parts of any store, and not a whole number of them.
  @Test
  void aLargeOneArrivesAsItWas() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      written(upload);
      upload.commit();
    }
    assertThat(store().size(name("b1"))).isEqualTo((long) LARGE * WORLD.length);
    assertThat(files()).containsExactly("b1.tar.zst");
    try (var in = store().read(name("b1"), 0)) {
      for (var i = 0; i < LARGE; i++) {
        assertThat(Arrays.equals(in.readNBytes(WORLD.length), WORLD)).isTrue();
      }
      assertThat(in.read()).isNegative();
    }
  }

  @Test
  void aLargeOneThatIsNotCommittedLeavesNothing() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      written(upload);
    }
    assertThatThrownBy(() -> store().size(name("b1"))).isInstanceOf(NoSuchFileException.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> files().isEmpty());
  }

  static void written(Upload upload) throws IOException {
    for (var i = 0; i < LARGE; i++) {
      upload.write(WORLD, 0, WORLD.length);
    }
  }

  @Test
  void whatIsNotCommittedWasNeverThere() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      upload.write(WORLD, 0, WORLD.length);
    }
    assertThatThrownBy(() -> store().read(name("b1"), 0)).isInstanceOf(NoSuchFileException.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> files().isEmpty());
  }

  @Test
  void aSecondAttemptReplacesTheFirst() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      upload.write(1);
      upload.commit();
    }
    save("b1");
    try (var in = store().read(name("b1"), 0)) {
      assertThat(in.readAllBytes()).isEqualTo(WORLD);
    }
    assertThat(files()).containsExactly("b1.tar.zst");
  }

  @Test
  void removingIsRepeatable() throws IOException {
    save("b1");
    store().remove("s1", "b1");
    store().remove("s1", "b1");
    assertThat(files()).isEmpty();
  }

  @Test
  void aNameCannotLeaveTheDirectory() {
    for (var name : List.of("..", "../s2", "a/b", "", "B1")) {
      assertThatThrownBy(() -> store().begin(name(name)).commit()).isInstanceOf(Exception.class);
      assertThatThrownBy(() -> store().remove(name, "b1")).isInstanceOf(Exception.class);
    }
  }

  static ObjectName name(String backup) {
    return new ObjectName("s1", backup, Archive.TAR_ZST);
  }

  final void save(String backup) throws IOException {
    try (var upload = store().begin(name(backup))) {
      upload.write(WORLD, 0, 1_000);
      upload.write(WORLD, 1_000, WORLD.length - 1_000);
      upload.commit();
    }
  }

  /// What lies there, also of uploads that were not committed.
  List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }
}
