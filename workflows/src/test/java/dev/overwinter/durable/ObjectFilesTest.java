package dev.overwinter.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the disk keeps for others.
@Tag("D-03")
final class ObjectFilesTest {
  private static final long GIB = 1L << 30;
  private static final byte[] MIB = new byte[1 << 20];

  private final AtomicLong free = new AtomicLong(2 * GIB);
  @TempDir Path directory = Path.of("");

  @Test
  void nothingIsBegunOnADiskThatIsNearlyFull() throws IOException {
    free.set(GIB);
    var files = files();
    try (var part = files.begin("s1", "b1")) {
      assertThatThrownBy(() -> part.write(1)).isInstanceOf(ObjectFiles.NoRoom.class);
    }
    assertThat(directory.resolve("s1")).isEmptyDirectory();
    free.set(2 * GIB);
    try (var part = files.begin("s1", "b1")) {
      part.write(1);
      part.commit();
    }
    assertThat(files.size("s1", "b1")).isEqualTo(1);
  }

  @Test
  void whoeverWritesMuchIsStoppedInTime() throws IOException {
    try (var part = files().begin("s1", "b1")) {
      part.write(MIB);
      free.set(GIB);
      assertThatThrownBy(
              () -> {
                for (var i = 0; i < 64; i++) {
                  part.write(MIB);
                }
              })
          .isInstanceOf(ObjectFiles.NoRoom.class);
      try (var left = Files.list(directory.resolve("s1"))) {
        assertThat(left.toList()).hasSize(1).allMatch(file -> file.toFile().length() <= 64 << 20);
      }
    }
    assertThat(directory.resolve("s1")).isEmptyDirectory();
  }

  @Test
  void thoseWhoWriteAtOnceShareTheRoom() throws IOException {
    var files = files();
    try (var one = files.begin("s1", "b1");
        var other = files.begin("s2", "b1");
        var late = files.begin("s3", "b1")) {
      one.write(MIB);
      other.write(MIB);
      free.set(GIB);
      assertThatThrownBy(() -> late.write(1)).isInstanceOf(ObjectFiles.NoRoom.class);
      assertThatThrownBy(() -> one.write(1)).isInstanceOf(ObjectFiles.NoRoom.class);
      assertThatThrownBy(() -> other.write(MIB)).isInstanceOf(ObjectFiles.NoRoom.class);
    }
  }

  private ObjectFiles files() {
    return new ObjectFiles(directory, "tar.zst", free::get);
  }
}
