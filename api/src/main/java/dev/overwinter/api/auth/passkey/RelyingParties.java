package dev.overwinter.api.auth.passkey;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Component;

/// Whom a passkey is made for: the public address, if it has TLS, or this machine. What a request
/// says about its own host is believed for `localhost` only, which no other machine can be.
@Component
class RelyingParties {
  private static final String HERE = "localhost";

  private final Owners owners;
  private final Passkeys passkeys;
  private final String publicUrl;

  RelyingParties(Owners owners, Passkeys passkeys, ApiConfig config) {
    this.owners = owners;
    this.passkeys = passkeys;
    this.publicUrl = config.nodes().publicUrl();
  }

  /// Spring's part, for one request.
  ///
  /// @param challenge the one that was kept; null makes a new one
  /// @throws Problem (409) where browsers know no passkeys
  Webauthn4JRelyingPartyOperations of(HttpServletRequest request, @Nullable Bytes challenge) {
    var origin = origin(request);
    var host = String.valueOf(URI.create(origin).getHost());
    var spring =
        new Webauthn4JRelyingPartyOperations(
            owners,
            passkeys,
            PublicKeyCredentialRpEntity.builder().id(host).name("Overwinter").build(),
            Set.of(origin));
    spring.setCustomizeCreationOptions(options -> {
      options.authenticatorSelection(
          AuthenticatorSelectionCriteria.builder()
              .residentKey(ResidentKeyRequirement.REQUIRED)
              .userVerification(UserVerificationRequirement.REQUIRED)
              .build());
      if (challenge != null) {
        options.challenge(challenge);
      }
    });
    spring.setCustomizeRequestOptions(options -> {
      options.userVerification(UserVerificationRequirement.REQUIRED);
      if (challenge != null) {
        options.challenge(challenge);
      }
    });
    return spring;
  }

  private String origin(HttpServletRequest request) {
    if (HERE.equals(request.getServerName())) {
      return request.getScheme() + "://" + HERE + port(request);
    }
    if (!publicUrl.startsWith("https://")) {
      throw Problem.of(
          HttpStatus.CONFLICT,
          "Passkeys need an address with TLS (OVERWINTER_API_PUBLIC_URL) or http://localhost.");
    }
    return publicUrl;
  }

  private static String port(HttpServletRequest request) {
    boolean usual = request.getServerPort() == (request.isSecure() ? 443 : 80);
    return usual ? "" : ":" + request.getServerPort();
  }
}
