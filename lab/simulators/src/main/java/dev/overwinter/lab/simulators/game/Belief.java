package dev.overwinter.lab.simulators.game;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom a game believes to be the platform: whoever has the key of the first certificate in a file,
/// under whatever name; otherwise as usual. Games of real droplets call it by a name that the usual
/// authorities vouch for; those of this machine by its loopback address.
///
/// The file is read at each handshake, of which there are few. Thread-safe.
final class Belief extends X509ExtendedTrustManager {
  private final Path file;
  private final X509ExtendedTrustManager usual;

  private Belief(Path file, X509ExtendedTrustManager usual) {
    this.file = file;
    this.usual = usual;
  }

  /// @param file PEM
  static SSLContext context(Path file) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Belief(file, usual())}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509ExtendedTrustManager usual() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this JDK has no PKIX");
  }

  private boolean isKnown(X509Certificate[] chain) throws CertificateException {
    try (var in = Files.newInputStream(file)) {
      var own = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return chain.length > 0 && chain[0].equals(own);
    } catch (IOException e) {
      throw new CertificateException(file + " cannot be read", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (!isKnown(chain)) {
      usual.checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (!isKnown(chain)) {
      usual.checkServerTrusted(chain, type, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (!isKnown(chain)) {
      usual.checkServerTrusted(chain, type);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    usual.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    usual.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    usual.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return usual.getAcceptedIssuers();
  }
}
