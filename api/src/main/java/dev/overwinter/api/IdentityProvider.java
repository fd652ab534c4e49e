package dev.overwinter.api;

/// An OpenID provider that somebody may come from.
public interface IdentityProvider {

  /// What it is called in paths, lower case.
  String name();

  /// What stands on its button.
  String label();

  /// Its address.
  String issuer();

  /// What it knows us as.
  String clientId();

  /// What proves that it is us. Never printed.
  String secret();
}
