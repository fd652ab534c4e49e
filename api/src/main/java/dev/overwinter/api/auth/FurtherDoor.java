package dev.overwinter.api.auth;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/// A way in that adds itself to the doors of [SecurityConfig].
public interface FurtherDoor {

  /// Adds its filters.
  void addTo(HttpSecurity http);
}
