package dev.overwinter.servers.docker;

import dev.overwinter.durable.Seal;
import dev.overwinter.servers.ContainerOrder;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Opens the sealed values of an order, at the last moment: nothing of them is logged or returned
/// anywhere but into the container that is made. Reads the key anew each time, so that a new one
/// needs no restart.
final class Secrets {
  /// A sealed value cannot be opened here: not retried.
  static final String SEALED = "SealedValue";

  private final @Nullable Path keyFile;

  Secrets(@Nullable Path keyFile) {
    this.keyFile = keyFile;
  }

  /// The environment of an order's game, readable.
  Map<String, String> environment(ContainerOrder order) {
    var environment =
        new TreeMap<>(order.template().environment(order.serverId(), order.publicPort()));
    if (environment.values().stream().anyMatch(Seal::isSealed)) {
      var seal = seal();
      environment.replaceAll((name, value) -> opened(seal, order.serverId(), name, value));
    }
    return environment;
  }

  private static String opened(Seal seal, String serverId, String name, String value) {
    try {
      return seal.open(serverId, value);
    } catch (IllegalArgumentException e) {
      // Without its cause: what it says about the value is nobody's business.
      throw ApplicationFailure.newNonRetryableFailure(
          "the secret " + name + " cannot be opened with this node's key: set it again", SEALED);
    }
  }

  private Seal seal() {
    var file = keyFile;
    if (file == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "it has secrets and this node has no key to open them"
              + " (OVERWINTER_WORKER_SEAL_KEY_FILE)",
          SEALED);
    }
    try {
      return new Seal(key(Files.readAllBytes(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw ApplicationFailure.newNonRetryableFailure(
          "it has secrets and this node's key cannot be read: " + Objects.toString(file), SEALED);
    }
  }

  /// As it is, or in Base64 as people copy it.
  private static byte[] key(byte[] file) {
    return file.length == Seal.KEY_BYTES
        ? file
        : Base64.getDecoder().decode(new String(file, StandardCharsets.US_ASCII).strip());
  }
}
