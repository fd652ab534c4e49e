package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.IdentityProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Every provider that somebody may come from: those of the configuration, and for developers one
/// of our own.
@Component
public final class KnownProviders {
  private final List<IdentityProvider> all;

  /// @param further what is no part of the configuration
  public KnownProviders(ApiConfig config, ObjectProvider<IdentityProvider> further) {
    this.all =
        Stream.<IdentityProvider>concat(
                config.signIn().providers().stream(), further.orderedStream())
            .toList();
  }

  /// All of them, as they stand on the page.
  public List<IdentityProvider> all() {
    return all;
  }

  /// A provider by its name in paths.
  public Optional<IdentityProvider> find(String name) {
    return all.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }
}
