package dev.overwinter.api;

import dev.overwinter.api.auth.TokenSigner;
import java.time.Clock;
import java.time.Duration;

/// Prints an admin token that is good for 24 hours; whoever may read the secrets may act as admin.
/// Works without a running server. Used by `./overwinter token`.
public final class TokenMain {
  private TokenMain() {}

  /// Prints the token as the only line of standard output.
  public static void main(String[] arguments) {
    try {
      var secrets = new Secrets(ApiConfig.from(System.getenv()).secrets());
      var signer = new TokenSigner(secrets.tokenKey(), Clock.systemUTC());
      System.out.println(signer.local(Duration.ofHours(24)).text());
    } catch (RuntimeException e) {
      System.err.println("token: " + e.getMessage());
      System.exit(2);
    }
  }
}
