package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The contract on a disk.
final class DirectoryStoreContractTest extends ObjectStoreContractTest {
  @Override
  ObjectStore store() {
    return new DirectoryStore(directory);
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
}
