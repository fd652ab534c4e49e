package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.SessionsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The secrets that an operator's own machines share. Those of the file are read again when it has
/// changed: a new one is added, the machines are told, and the old one is taken out, without a
/// restart. A file that cannot be read for a moment leaves the last ones in force.
@Component
class SharedSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSecrets.class);

  private final SessionsConfig config;
  private volatile Known known = new Known(null, List.of());

  SharedSecrets(ApiConfig config) {
    this.config = config.sessions();
  }

  private record Known(@Nullable FileTime changedAt, List<String> secrets) {}

  /// All that hold now; none when the operator gave none.
  List<String> now() {
    var file = config.sharedKeysFile();
    if (file != null) {
      look(file);
    }
    return config.sharedKeys(known.secrets());
  }

  private void look(Path file) {
    try {
      var changedAt = Files.getLastModifiedTime(file);
      if (!changedAt.equals(known.changedAt())) {
        known = new Known(changedAt, SessionsConfig.lines(file));
      }
    } catch (IOException e) {
      LOG.warn("OVERWINTER_API_SESSION_KEYS_FILE cannot be read: {}", e.toString());
    }
  }

  /// Whether they sign for a unit.
  boolean holdFor(Signer signer) {
    return config.sharedForAll() || signer.machine();
  }
}
