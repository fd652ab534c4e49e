package dev.overwinter.lab.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// How game sessions are set up on the tests' platform: the same as elsewhere, in a shorter time.
final class SessionSettings {
  /// What operators' own machines sign with.
  static final String SHARED = "shared-by-the-machines-of-an-operator-0123456789";

  /// A game that was silent for so long is dead. Longer than any process needs to be there again.
  static final int SILENT_SECONDS = 20;

  /// So old a droplet without a session becomes before it is destroyed.
  static final int GRACE_SECONDS = 15;

  static final String FLEET_TAG = "acceptance";

  private static final String WORKER = "OVERWINTER_WORKER_DIGITALOCEAN_";
  private static final String SIMULATOR = "OVERWINTER_SIMULATOR_";

  private SessionSettings() {}

  static Map<String, String> of(Slot slot, Path home) throws IOException {
    var shared = Files.writeString(home.resolve("session-keys"), SHARED + "\n");
    var settings = new HashMap<String, String>();
    // Callers of these tests have an address each.
    settings.put("OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1");
    settings.put("OVERWINTER_API_SESSION_KEYS_FILE", shared.toString());
    settings.put(WORKER + "FLEET_TAG", FLEET_TAG);
    settings.put(WORKER + "REGIONS", "nyc3,fra1");
    settings.put(WORKER + "HEARTBEAT_SECONDS", "1");
    settings.put(WORKER + "SILENT_SECONDS", Integer.toString(SILENT_SECONDS));
    settings.put(WORKER + "PROVISION_SECONDS", "90");
    settings.put(WORKER + "MAX_DROPLETS", "60");
    settings.put(WORKER + "MAX_PER_OWNER", "1000");
    settings.put(WORKER + "MAX_PER_HOUR", "1000");
    settings.put(WORKER + "ORPHAN_GRACE_SECONDS", Integer.toString(GRACE_SECONDS));
    settings.put(WORKER + "RECONCILE_SECONDS", "10");
    settings.put(SIMULATOR + "PUBLIC_BLOCK", slot.droplets());
    settings.put(SIMULATOR + "PROVISION_MILLIS", "300");
    settings.put(SIMULATOR + "BOOT_MILLIS", "100");
    settings.put(SIMULATOR + "REQUESTS_PER_MINUTE", "100000");
    settings.put(SIMULATOR + "REQUESTS_PER_HOUR", "1000000");
    return settings;
  }
}
