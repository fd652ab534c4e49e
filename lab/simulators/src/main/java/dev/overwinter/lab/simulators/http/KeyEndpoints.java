package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.store.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// `/v2/account/keys`, found by number or by fingerprint.
final class KeyEndpoints {
  private static final long FIRST = 289_794L;

  private final Shelf keys;

  KeyEndpoints(Shelf keys) {
    this.keys = keys;
  }

  void addTo(Router router) {
    router.add("GET", "/v2/account/keys", r -> Pages.answer(r, "ssh_keys", keys.all(), key -> key));
    router.add("POST", "/v2/account/keys", this::add);
    router.add("GET", "/v2/account/keys/{key}", this::show);
    router.add("DELETE", "/v2/account/keys/{key}", this::remove);
  }

  private synchronized Answer add(Request request) {
    var body = request.json();
    if (!body.path("name").isTextual() || !body.path("public_key").isTextual()) {
      return Answer.refusal(Problem.unprocessable("name and public_key are required."));
    }
    var text = body.path("public_key").asText();
    var print = fingerprint(text);
    if (keys.all().stream().anyMatch(key -> key.path("fingerprint").asText().equals(print))) {
      return Answer.refusal(Problem.unprocessable("SSH Key is already in use on your account."));
    }
    var key = Json.MAPPER.createObjectNode();
    key.put("id", keys.nextNumber(FIRST));
    key.put("fingerprint", print);
    key.put("public_key", text);
    key.put("name", body.path("name").asText());
    keys.put(key);
    return Answer.json(201, DropletEndpoints.wrapped("ssh_key", key));
  }

  private Answer show(Request request) {
    return find(request)
        .map(key -> Answer.json(200, DropletEndpoints.wrapped("ssh_key", key)))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private Answer remove(Request request) {
    var removed = find(request).map(key -> keys.remove(key.path("id").asText())).orElse(false);
    return removed ? Answer.empty(204) : Answer.refusal(Problem.notFound());
  }

  private Optional<ObjectNode> find(Request request) {
    var wanted = request.segment("key");
    return keys.all().stream()
        .filter(key ->
            key.path("id").asText().equals(wanted)
                || key.path("fingerprint").asText().equals(wanted))
        .findFirst();
  }

  private static String fingerprint(String publicKey) {
    try {
      var digest = MessageDigest.getInstance("MD5");
      var hash = digest.digest(publicKey.getBytes(StandardCharsets.UTF_8));
      return HexFormat.ofDelimiter(":").formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
