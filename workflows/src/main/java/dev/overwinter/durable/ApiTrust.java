package dev.overwinter.durable;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a process of ours believes to be the api when that speaks HTTPS: whoever proves to have the
/// key of the very certificate in a file, by whatever name or address it was called; otherwise
/// whoever the certificates in that file, or the authorities that this machine knows, vouch for
/// under the name that was called.
///
/// The file is read again when it changes, as the api does with its own, so that neither needs a
/// restart. Thread-safe.
public final class ApiTrust {
  private final Path file;
  private volatile @Nullable Known known;

  private ApiTrust(Path file) {
    this.file = file;
  }

  /// Connections of this context go to the api or fail.
  ///
  /// @param certificates PEM: the api's own certificate, or that of a private authority
  /// @throws IllegalArgumentException when there are none in it
  public static SSLContext context(Path certificates) {
    var trust = new ApiTrust(certificates);
    try {
      var _ = trust.now();
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust.new Manager()}, null);
      return context;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          certificates + " (expected: a readable file with certificates in PEM)", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the file said last.
  ///
  /// @param changedAt of the file
  /// @param certificates in it
  /// @param authorities these and the machine's own
  private record Known(
      FileTime changedAt,
      List<X509Certificate> certificates,
      X509ExtendedTrustManager authorities) {}

  private Known now() throws CertificateException {
    try {
      var changedAt = Files.getLastModifiedTime(file);
      var last = known;
      if (last != null && last.changedAt().equals(changedAt)) {
        return last;
      }
      var read = read(changedAt);
      known = read;
      return read;
    } catch (IOException | GeneralSecurityException e) {
      var last = known;
      if (last != null) {
        return last; // it is just being replaced
      }
      throw new CertificateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Known read(FileTime changedAt) throws IOException, GeneralSecurityException {
    List<X509Certificate> certificates;
    try (var in = Files.newInputStream(file)) {
      certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificates in it");
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int serial = 0;
    for (var certificate : certificates) {
      store.setCertificateEntry("given-" + serial++, certificate);
    }
    for (var authority : manager(null).getAcceptedIssuers()) {
      store.setCertificateEntry("known-" + serial++, authority);
    }
    return new Known(changedAt, certificates, manager(store));
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this JDK has no PKIX");
  }

  /// Extended, so that the name that was called is checked here, where it matters, and not for a
  /// certificate that is known by itself.
  private final class Manager extends X509ExtendedTrustManager {
    private boolean isItself(X509Certificate[] chain) throws CertificateException {
      return chain.length > 0 && now().certificates().contains(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      if (!isItself(chain)) {
        now().authorities().checkServerTrusted(chain, type, socket);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      if (!isItself(chain)) {
        now().authorities().checkServerTrusted(chain, type, engine);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      if (!isItself(chain)) {
        now().authorities().checkServerTrusted(chain, type);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("for callers of the api only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("for callers of the api only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("for callers of the api only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
