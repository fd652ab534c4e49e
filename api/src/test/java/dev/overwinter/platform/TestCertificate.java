package dev.overwinter.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// A certificate that vouches for itself, made by the JDK's own tool.
///
/// @param certificate of `localhost`, a day
/// @param pem the certificate as a file holds it
/// @param key its private key, likewise
public record TestCertificate(X509Certificate certificate, String pem, String key) {
  private static final String PASSWORD = "of-this-test";

  /// Makes one.
  ///
  /// @param directory for what the tool writes
  /// @param name tells it from others
  public static TestCertificate make(Path directory, String name) {
    var store = directory.resolve(name + ".p12");
    try {
      var tool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "api",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=dns:localhost",
                  "-validity",
                  "1",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .start();
      var said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (tool.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      var certificate = (X509Certificate) keys.getCertificate("api");
      var key = keys.getKey("api", PASSWORD.toCharArray());
      return new TestCertificate(
          certificate,
          pem("CERTIFICATE", certificate.getEncoded()),
          pem("PRIVATE KEY", key.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Puts it where an operator would, each file as a whole.
  public void install(Path certificateFile, Path keyFile) throws IOException {
    replace(keyFile, key);
    replace(certificateFile, pem);
  }

  /// Writes beside, and gives it the name then.
  public static void replace(Path file, String text) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String pem(String what, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }
}
