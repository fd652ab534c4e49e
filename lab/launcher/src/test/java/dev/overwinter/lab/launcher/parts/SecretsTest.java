package dev.overwinter.lab.launcher.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
  @TempDir private Path home = Path.of(".");

  @Test
  void aRingIsMadeOnceForItsOwnerAloneAndARotatedOneIsLeftAsItIs() throws IOException {
    var secrets = new Secrets(home.resolve("secrets"));
    secrets.ensureRing("rooms-keys");

    var file = secrets.file("rooms-keys");
    var made = Files.readString(file);
    assertThat(KeyRing.parse(made).writing()).matches("\\d{4}-\\d\\d-\\d\\d");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    var rotated = KeyRing.draw("next") + "\n" + made;
    secrets.put("rooms-keys", rotated);
    secrets.ensureRing("rooms-keys");
    assertThat(Files.readString(file)).isEqualTo(rotated);
  }
}
