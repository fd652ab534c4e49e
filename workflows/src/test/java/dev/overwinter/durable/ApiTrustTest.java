package dev.overwinter.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both clients that callers of the api use, and a server whose certificate names another host.
final class ApiTrustTest {
  private static final char[] PASSWORD = "of-this-test".toCharArray();

  @TempDir Path files;

  /// A key and a certificate of itself; that as PEM in `<name>.crt`.
  private KeyStore make(String name, String host) throws Exception {
    var store = files.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + host,
        "-ext",
        "bc:c=ca:true",
        "-validity",
        "1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        store.toString(),
        "-file",
        files.resolve(name + ".crt").toString());
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private static void keytool(String... words) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(java.util.List.of(words));
    command.addAll(java.util.List.of("-alias", "api", "-storepass", new String(PASSWORD)));
    var tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
  }

  private static HttpsServer serve(KeyStore keys) throws Exception {
    var factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI url(HttpsServer server, String host) {
    return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
  }

  private static int byNewClient(SSLContext context, URI url) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      return client
          .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static int byOldClient(SSLContext context, URI url) throws Exception {
    var connection = (HttpsURLConnection) url.toURL().openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  @Test
  void theVeryCertificateIsBelievedByWhateverAddressItIsCalled() throws Exception {
    var server = serve(make("api", "dns:panel.example.org"));
    make("other", "ip:127.0.0.1");
    try {
      var url = url(server, "127.0.0.1");
      var itself = ApiTrust.context(files.resolve("api.crt"));
      assertThat(byNewClient(itself, url)).isEqualTo(204);
      assertThat(byOldClient(itself, url)).isEqualTo(204);
      var another = ApiTrust.context(files.resolve("other.crt"));
      assertThatThrownBy(() -> byNewClient(another, url)).isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(() -> byOldClient(another, url)).isInstanceOf(SSLHandshakeException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateThatIsReplacedIsBelievedWithoutARestart() throws Exception {
    var first = make("first", "dns:panel.example.org");
    var second = make("second", "dns:panel.example.org");
    var file = files.resolve("file.crt");
    Files.copy(files.resolve("first.crt"), file);
    var trust = ApiTrust.context(file);
    var server = serve(first);
    assertThat(byOldClient(trust, url(server, "127.0.0.1"))).isEqualTo(204);
    server.stop(0);
    var next = serve(second);
    try {
      var url = url(next, "127.0.0.1");
      assertThatThrownBy(() -> byOldClient(trust, url)).isInstanceOf(SSLHandshakeException.class);
      Files.delete(file);
      assertThatThrownBy(() -> byOldClient(trust, url))
          .as("the last one holds while there is none")
          .isInstanceOf(SSLHandshakeException.class);
      Files.copy(files.resolve("second.crt"), file);
      // Not in the same tick of the file system's clock.
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
      assertThat(byOldClient(trust, url)).isEqualTo(204);
      assertThat(byNewClient(trust, url)).isEqualTo(204);
    } finally {
      next.stop(0);
    }
  }

  @Test
  void whoeverAnAuthorityVouchesForIsBelievedUnderTheirOwnNameAlone() throws Exception {
    make("authority", "dns:authority");
    var store = files.resolve("leaf.p12").toString();
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=leaf",
        "-storetype",
        "PKCS12",
        "-keystore",
        store);
    var request = files.resolve("leaf.csr").toString();
    keytool("-certreq", "-keystore", store, "-file", request);
    var signed = files.resolve("leaf.crt").toString();
    keytool(
        "-gencert",
        "-keystore",
        files.resolve("authority.p12").toString(),
        "-infile",
        request,
        "-outfile",
        signed,
        "-rfc",
        "-ext",
        "san=dns:localhost",
        "-validity",
        "1");
    var keys = KeyStore.getInstance(Path.of(store).toFile(), PASSWORD);
    var factory = java.security.cert.CertificateFactory.getInstance("X.509");
    java.security.cert.Certificate leaf;
    java.security.cert.Certificate authority;
    try (var one = Files.newInputStream(Path.of(signed));
        var two = Files.newInputStream(files.resolve("authority.crt"))) {
      leaf = factory.generateCertificate(one);
      authority = factory.generateCertificate(two);
    }
    keys.setKeyEntry(
        "api",
        keys.getKey("api", PASSWORD),
        PASSWORD,
        new java.security.cert.Certificate[] {leaf, authority});
    var server = serve(keys);
    try {
      var trust = ApiTrust.context(files.resolve("authority.crt"));
      assertThat(byNewClient(trust, url(server, "localhost"))).isEqualTo(204);
      assertThat(byOldClient(trust, url(server, "localhost"))).isEqualTo(204);
      assertThatThrownBy(() -> byNewClient(trust, url(server, "127.0.0.1")))
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(() -> byOldClient(trust, url(server, "127.0.0.1")))
          .isInstanceOf(SSLHandshakeException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFileWithoutACertificateIsRefusedAtOnce() throws Exception {
    var empty = Files.writeString(files.resolve("empty.crt"), "");
    for (var wrong : new Path[] {files.resolve("none.crt"), empty}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ApiTrust.context(wrong))
          .withMessageContaining(wrong + " (expected: ");
    }
  }
}
