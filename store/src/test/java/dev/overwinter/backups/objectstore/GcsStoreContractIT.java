package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.overwinter.backups.objectstore.gcs.Gcs;
import dev.overwinter.backups.objectstore.gcs.GcsStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on an emulator of Google Cloud Storage: a program of its own, in memory.
final class GcsStoreContractIT extends ObjectStoreContractTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static @Nullable Process emulator;
  private static URI endpoint = Gcs.GOOGLE;

  @BeforeAll
  static void serve(@TempDir Path logs) throws IOException {
    var program =
        Objects.requireNonNull(
            System.getenv("OVERWINTER_GCS_EMULATOR"),
            "OVERWINTER_GCS_EMULATOR (expected: gcp-storage-emulator, as ./overwinter test fetches it)");
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    emulator =
        new ProcessBuilder(
                program,
                "start",
                "--host=127.0.0.1",
                "--port=" + port,
                "--in-memory",
                "--default-bucket=worlds")
            .redirectErrorStream(true)
            .redirectOutput(logs.resolve("emulator.log").toFile())
            .start();
    endpoint = URI.create("http://127.0.0.1:" + port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> asked("GET", "/storage/v1/b").contains("items"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (emulator != null) {
      emulator.destroy();
      assertThat(emulator.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @BeforeEach
  void empty() throws IOException {
    for (var backup : List.of("b1", "b2")) {
      store().remove("s1", backup);
    }
  }

  @Override
  ObjectStore store() {
    return store("worlds", endpoint);
  }

  private static ObjectStore store(String bucket, URI endpoint) {
    return new GcsStore(new Gcs(endpoint, bucket, Optional.empty()), "kept/here/");
  }

  @Override
  List<String> files() throws IOException {
    var all = new ArrayList<String>();
    var list = JsonParser.parseString(asked("GET", "/storage/v1/b/worlds/o")).getAsJsonObject();
    if (list.has("items")) {
      list.getAsJsonArray("items")
          .forEach(item ->
              all.add(
                  item.getAsJsonObject().get("name").getAsString().replace("kept/here/s1/", "")));
    }
    return all;
  }

  private static String asked(String method, String path) throws IOException {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(endpoint.resolve(path))
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aPartThatBreaksOffIsSentAgain() throws IOException {
    try (var relay = new CuttingRelay(endpoint, 3 << 20, 3)) {
      // The emulator names its sessions by the address that it was reached by.
      try (var upload = store("worlds", relay.uri()).begin(name("b1"))) {
        written(upload);
        upload.commit();
      }
      assertThat(relay.cutsLeft()).isLessThan(3);
    }
    assertThat(store().size(name("b1"))).isEqualTo((long) LARGE * WORLD.length);
  }

  @Test
  void whatIsReadGoesOnWhereTheConnectionBroke() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      written(upload);
      upload.commit();
    }
    try (var relay = new CuttingRelay(endpoint, 10 << 20, 3);
        var in = store("worlds", relay.uri()).read(name("b1"), 0)) {
      for (var i = 0; i < LARGE; i++) {
        assertThat(in.readNBytes(WORLD.length)).isEqualTo(WORLD);
      }
      assertThat(in.read()).isNegative();
      assertThat(relay.cutsLeft()).isZero();
    }
  }

  @Test
  void aBucketThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> store("nowhere", endpoint).begin(name("b1")))
        .isInstanceOf(StoreRefused.class);
  }
}
