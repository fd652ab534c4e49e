package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.backups.objectstore.gcs.GcsStore;
import dev.overwinter.backups.objectstore.s3.S3Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreConfigTest {
  private static final String OLDER = "OVERWINTER_WORKER_BACKUPS";

  private static StoreConfig told(String... words) {
    var environment = new java.util.TreeMap<String, String>();
    for (var i = 0; i < words.length; i += 2) {
      environment.put(words[i], words[i + 1]);
    }
    return StoreConfig.from(environment, OLDER);
  }

  @Test
  void itIsNowhereUnlessSomebodySaysWhere() {
    assertThat(StoreConfig.from(Map.of(), OLDER)).isEqualTo(StoreConfig.NONE);
    assertThat(StoreConfig.NONE.open()).isEmpty();
  }

  @Test
  void theOlderWordMeansTheSame() {
    assertThat(told(OLDER, "/worlds")).isEqualTo(told("OVERWINTER_BACKUPS", "/worlds"));
    assertThat(told(OLDER, "/worlds").open()).get().isInstanceOf(DirectoryStore.class);
    assertThatThrownBy(() -> told(OLDER, "/worlds", "OVERWINTER_BACKUPS", "s3://worlds"))
        .hasMessageContaining(OLDER)
        .hasMessageContaining("one of both");
  }

  @Test
  void bucketsAreOpenedWithWhatTheyNeed(@TempDir Path files) throws IOException {
    var s3 =
        told(
            "OVERWINTER_BACKUPS", "s3://worlds/a/b/",
            "OVERWINTER_BACKUPS_ENDPOINT", "https://s3.example.org/",
            "OVERWINTER_BACKUPS_ACCESS_KEY", "id",
            "OVERWINTER_BACKUPS_SECRET_KEY", "hidden");
    assertThat(s3.open()).get().isInstanceOf(S3Store.class);
    assertThat(s3).hasToString("s3://worlds/a/b/ at https://s3.example.org, key id:***");
    var file =
        Files.writeString(
            files.resolve("aws"),
            """
            [default]
            aws_access_key_id = id
            aws_secret_access_key = hidden
            """);
    assertThat(
            told(
                    "OVERWINTER_BACKUPS",
                    "s3://worlds",
                    "OVERWINTER_BACKUPS_CREDENTIALS_FILE",
                    "" + file)
                .open())
        .get()
        .isInstanceOf(S3Store.class);
    assertThat(
            told(
                    "OVERWINTER_BACKUPS",
                    "gs://worlds",
                    "OVERWINTER_BACKUPS_ENDPOINT",
                    "http://here:1")
                .open())
        .get()
        .isInstanceOf(GcsStore.class);
  }

  @Test
  void credentialsThatCannotBeReadAreRefusedAtTheStart(@TempDir Path files) throws IOException {
    var file = Files.writeString(files.resolve("wrong"), "hidden words");
    for (var place : new String[] {"s3://worlds", "gs://worlds"}) {
      var config =
          told("OVERWINTER_BACKUPS", place, "OVERWINTER_BACKUPS_CREDENTIALS_FILE", "" + file);
      assertThatThrownBy(config::open)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("OVERWINTER_BACKUPS_CREDENTIALS_FILE: " + file)
          .hasMessageNotContaining("hidden");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OVERWINTER_BACKUPS, ftp://worlds",
    "OVERWINTER_BACKUPS, s3://W",
    "OVERWINTER_BACKUPS, s3://id:hidden@worlds",
    "OVERWINTER_BACKUPS_ENDPOINT, here:9000",
    "OVERWINTER_BACKUPS_ENDPOINT, https://id:hidden@here",
    "OVERWINTER_BACKUPS_REGION, Frankfurt am Main",
    "OVERWINTER_BACKUPS_CREDENTIALS_FILE, /is/not/there",
    "OVERWINTER_BACKUPS_ACCESS_KEY, hidden",
    "OVERWINTER_BACKUPS_SECRET_KEY, hidden",
    "OVERWINTER_BACKUPS_BUKKIT, x"
  })
  void whatMeansNothingIsRefusedWithItsName(String key, String value) {
    assertThatThrownBy(() -> told(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key)
        .hasMessageNotContaining("hidden");
  }
}
