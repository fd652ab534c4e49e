package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store of archives must do.
@Tag("D-03")
abstract class ObjectStoreContractTest {
  private static final byte[] WORLD = new byte[300_000];

  static {
    new Random(3).nextBytes(WORLD);
  }

  @TempDir Path directory = Path.of("");

  abstract ObjectStore store() throws IOException;

  @Test
  void whatIsCommittedIsReadAgain() throws IOException {
    save("b1");
    try (var in = store().read("s1", "b1")) {
      assertThat(in.readAllBytes()).isEqualTo(WORLD);
    }
  }

  @Test
  void whatIsNotCommittedWasNeverThere() throws IOException {
    try (var upload = store().begin("s1", "b1")) {
      upload.write(WORLD, 0, WORLD.length);
    }
    assertThatThrownBy(() -> store().read("s1", "b1")).isInstanceOf(NoSuchFileException.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> files().isEmpty());
  }

  @Test
  void aSecondAttemptReplacesTheFirst() throws IOException {
    try (var upload = store().begin("s1", "b1")) {
      upload.write(1);
      upload.commit();
    }
    save("b1");
    try (var in = store().read("s1", "b1")) {
      assertThat(in.readAllBytes()).isEqualTo(WORLD);
    }
    assertThat(files()).containsExactly("b1.tar.zst");
  }

  @Test
  void whatAKilledWriterLeftIsSweptByTheNext() throws IOException {
    save("b1");
    var left = directory.resolve("s1/.b0.17-1.part");
    Files.write(left, new byte[10]);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    var writing = directory.resolve("s1/.b1.18-1.part");
    Files.write(writing, new byte[10]);
    save("b2");
    assertThat(files()).containsExactlyInAnyOrder("b1.tar.zst", "b2.tar.zst", ".b1.18-1.part");
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
      assertThatThrownBy(() -> store().begin("s1", name).commit()).isInstanceOf(Exception.class);
      assertThatThrownBy(() -> store().read(name, "b1").close()).isInstanceOf(Exception.class);
    }
    assertThat(directory).isEmptyDirectory();
  }

  private void save(String backup) throws IOException {
    try (var upload = store().begin("s1", backup)) {
      upload.write(WORLD, 0, 1_000);
      upload.write(WORLD, 1_000, WORLD.length - 1_000);
      upload.commit();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }
}
