package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.launcher.parts.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitalOceanTest {

  private static final String TOKEN = "dop_v1_1234567890";

  @TempDir Path home;

  @Test
  void isSimulatedWithoutATokenAndTheWorkerIsToldWhere() {
    var config = config();
    var cloud = DigitalOcean.of(config);
    assertThat(config.settled().parts()).contains(Part.SIMULATOR);
    assertThat(cloud.wordsOfWorker())
        .containsEntry(
            "OVERWINTER_WORKER_DIGITALOCEAN_SIMULATOR_URL",
            "http://127.0.0.1:" + config.ports().simulator())
        .containsEntry(
            "OVERWINTER_WORKER_DIGITALOCEAN_GAMES_URL", "http://127.0.0.1:" + config.ports().api());
    assertThat(cloud.line() + cloud.banner()).contains("simulated", "cost nothing");
  }

  @Test
  void isTheRealOneWithATokenWhichIsKeptForItsOwnerAndNeverSaid() throws IOException {
    var config = config().with(DigitalOcean.TOKEN, TOKEN);
    var cloud = DigitalOcean.of(config);
    assertThat(config.settled().parts())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Part.DOCKERD, Part.SIMULATOR)));

    cloud.keepToken(new Secrets(home.resolve("secrets")));

    assertThat(cloud.file()).hasContent(TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cloud.file())))
        .isEqualTo("rw-------");
    assertThat(cloud + cloud.line() + cloud.banner() + cloud.wordsOfWorker())
        .contains(cloud.file().toString())
        .doesNotContain(TOKEN);
  }

  /// After a reboot nobody gives it again, and the droplets are there all the same.
  @Test
  void goesOnToBeTheRealOneWhenTheNextStartHasNoToken() throws IOException {
    var secrets = new Secrets(home.resolve("secrets"));
    DigitalOcean.of(config().with(DigitalOcean.TOKEN, TOKEN)).keepToken(secrets);
    var next = config();
    assertThat(DigitalOcean.of(next).isReal()).isTrue();
    assertThat(next.settled().parts()).doesNotContain(Part.SIMULATOR);

    DigitalOcean.of(next).keepToken(secrets);
    assertThat(DigitalOcean.of(next).file()).hasContent(TOKEN);
  }

  @Test
  void isNothingToAWorkerWithoutEither() {
    var alone = config().withParts(EnumSet.of(Part.WORKER));
    assertThat(DigitalOcean.of(alone).wordsOfWorker()).isEmpty();
    assertThat(config().ofNode().parts()).doesNotContain(Part.SIMULATOR);
  }

  private PlatformConfig config() {
    return PlatformConfig.forTest(Checkout.find(), home);
  }
}
