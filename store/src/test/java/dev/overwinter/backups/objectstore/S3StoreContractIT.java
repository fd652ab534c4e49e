package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.backups.objectstore.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The contract on a real S3 server that checks signatures and sums.
final class S3StoreContractIT extends ObjectStoreContractTest {
  private static final StaticCredentialsProvider KEY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("winter", "secret"));

  private @Nullable S3Proxy server;

  @BeforeEach
  void serve() throws Exception {
    Files.createDirectories(directory.resolve("worlds"));
    var made =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(directory.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "winter", "secret")
            .build();
    made.start();
    server = made;
  }

  @AfterEach
  void stop() throws Exception {
    there().stop();
  }

  private S3Proxy there() {
    return Objects.requireNonNull(server);
  }

  @Override
  ObjectStore store() {
    return store("worlds", endpoint(), KEY);
  }

  private static ObjectStore store(
      String bucket, URI endpoint, StaticCredentialsProvider credentials) {
    return new S3Store(bucket, "kept/here/", "us-east-1", Optional.of(endpoint), credentials);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + there().getPort());
  }

  private S3Client client() {
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(endpoint())
        .forcePathStyle(true)
        .credentialsProvider(KEY)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Override
  List<String> files() {
    try (var s3 = client()) {
      var all = new ArrayList<String>();
      s3.listObjectsV2(list -> list.bucket("worlds"))
          .contents()
          .forEach(object -> all.add(object.key().replace("kept/here/s1/", "")));
      s3.listMultipartUploads(list -> list.bucket("worlds"))
          .uploads()
          .forEach(upload -> all.add(upload.key() + " in parts"));
      return all;
    }
  }

  @Test
  void whatAKilledWriterLeftIsGoneWithItsBackup() throws IOException {
    try (var s3 = client()) {
      for (var key : List.of("kept/here/s1/b1.tar.zst", "kept/here/s1/b10.tar.zst")) {
        s3.createMultipartUpload(begin -> begin.bucket("worlds").key(key));
      }
    }
    save("b1");
    // Somebody may still be writing it.
    assertThat(files()).hasSize(3);
    store().remove("s1", "b1");
    assertThat(files()).containsExactly("kept/here/s1/b10.tar.zst in parts");
  }

  @Test
  void aPartThatBreaksOffIsSentAgain() throws IOException {
    try (var relay = new CuttingRelay(endpoint(), 3 << 20, 4)) {
      var broken = store("worlds", relay.uri(), KEY);
      try (var upload = broken.begin(name("b1"))) {
        written(upload);
        upload.commit();
      }
      assertThat(relay.cutsLeft()).isLessThan(4);
    }
    assertThat(files()).containsExactly("b1.tar.zst");
    assertThat(store().size(name("b1"))).isEqualTo((long) LARGE * WORLD.length);
  }

  @Test
  void whatIsReadGoesOnWhereTheConnectionBroke() throws IOException {
    try (var upload = store().begin(name("b1"))) {
      written(upload);
      upload.commit();
    }
    try (var relay = new CuttingRelay(endpoint(), 10 << 20, 3);
        var in = store("worlds", relay.uri(), KEY).read(name("b1"), 0)) {
      for (var i = 0; i < LARGE; i++) {
        assertThat(in.readNBytes(WORLD.length)).isEqualTo(WORLD);
      }
      assertThat(in.read()).isNegative();
      assertThat(relay.cutsLeft()).isZero();
    }
  }

  @Test
  void whoeverMayNotIsToldAtOnceAndNotAgain() {
    var stranger =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("winter", "guessed"));
    assertThatThrownBy(() -> store("worlds", endpoint(), stranger).begin(name("b1")))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("SignatureDoesNotMatch");
    assertThatThrownBy(() -> store("nowhere", endpoint(), KEY).begin(name("b1")))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("NoSuchBucket");
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainLater() throws Exception {
    var there = store();
    there().stop();
    assertThatThrownBy(() -> there.begin(name("b1")))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(StoreRefused.class);
  }
}
