package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.stereotype.Component;

/// Proves that a link was made on somebody's own page, for the login that they are in: what it
/// starts cannot be started by another site.
@Component
public class LinkProofs {
  private final Secrets secrets;

  LinkProofs(Secrets secrets) {
    this.secrets = secrets;
  }

  /// The proof for one provider.
  public String of(Actor actor, String provider) {
    return secrets.fingerprint("link:" + provider + ":" + actor.tokenId());
  }

  /// Whether a link bears the proof.
  public boolean holds(Actor actor, String provider, String proof) {
    return MessageDigest.isEqual(
        of(actor, provider).getBytes(StandardCharsets.UTF_8),
        proof.getBytes(StandardCharsets.UTF_8));
  }
}
