package dev.overwinter.lab.launcher;

import dev.overwinter.durable.ApiTrust;
import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Where processes of this machine reach the api, and whom they believe to be it: whoever has the
/// key of its very certificate, since here it is called by an address that no certificate names.
///
/// @param url without a path
/// @param certificate PEM; empty for an api that speaks HTTP, or that the authorities of this
///   machine vouch for
record ApiAddress(URI url, Optional<Path> certificate) {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);

  /// Returns that of an installation, be it a platform of its own or a node of another one.
  static ApiAddress of(PlatformConfig config) {
    return of(config, Membership.of(config.home()));
  }

  static ApiAddress of(PlatformConfig config, Optional<Membership> membership) {
    if (membership.isPresent()) {
      var kept = config.home().resolve("secrets").resolve(Membership.API_CERTIFICATE);
      return new ApiAddress(
          membership.get().api(), Optional.of(kept).filter(file -> Files.exists(file)));
    }
    var certificate = certificate(config);
    var scheme = certificate.isPresent() ? "https" : "http";
    return new ApiAddress(
        URI.create("%s://127.0.0.1:%d".formatted(scheme, config.ports().api())), certificate);
  }

  /// Returns what the api shows its visitors; empty when it speaks HTTP.
  private static Optional<Path> certificate(PlatformConfig config) {
    return Stream.of("OVERWINTER_API_TLS_CERTIFICATE", "SSL_CERTFILE")
        .map(key -> config.environment().getOrDefault(key, "").strip())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .map(text -> Path.of(text).toAbsolutePath());
  }

  /// Returns what people are told: by its public name where it has one, since their browsers trust
  /// its certificate under no other.
  static URI shown(PlatformConfig config) {
    var own = of(config);
    var named = config.environment().getOrDefault("OVERWINTER_API_PUBLIC_URL", "").strip();
    return own.certificate().isPresent() && !named.isEmpty() ? URI.create(named) : own.url();
  }

  /// Returns the scheme, `http` or `https`.
  String scheme() {
    return url.getScheme();
  }

  /// Returns a client for it. Close it.
  ///
  /// @throws StartFailed when the certificate cannot be read
  HttpClient client() {
    var builder = HttpClient.newBuilder().connectTimeout(CONNECTED_WITHIN);
    try {
      certificate.map(ApiTrust::context).ifPresent(builder::sslContext);
    } catch (IllegalArgumentException e) {
      throw new StartFailed("the certificate of the api: " + e.getMessage());
    }
    return builder.build();
  }

  /// Returns a check that passes when one of `paths` answers 2xx.
  HealthCheck health(String... paths) {
    return HealthCheck.http(url, this::client, paths);
  }
}
