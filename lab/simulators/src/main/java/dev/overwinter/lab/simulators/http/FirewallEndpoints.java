package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.store.Json;
import java.util.UUID;

/// `/v2/firewalls`: kept and shown. They let through and hold back nothing.
final class FirewallEndpoints {
  private final Cloud cloud;
  private final Shelf firewalls;

  FirewallEndpoints(Cloud cloud, Shelf firewalls) {
    this.cloud = cloud;
    this.firewalls = firewalls;
  }

  void addTo(Router router) {
    router.add(
        "GET", "/v2/firewalls", r -> Pages.answer(r, "firewalls", firewalls.all(), node -> node));
    router.add("POST", "/v2/firewalls", this::add);
    router.add("GET", "/v2/firewalls/{firewall}", this::show);
    router.add("PUT", "/v2/firewalls/{firewall}", this::replace);
    router.add("DELETE", "/v2/firewalls/{firewall}", this::remove);
  }

  private synchronized Answer add(Request request) {
    var body = request.json();
    var name = body.path("name").asText();
    if (firewalls.all().stream().anyMatch(other -> other.path("name").asText().equals(name))) {
      return Answer.refusal(Problem.conflict("duplicate name"));
    }
    return keep(UUID.randomUUID().toString(), DropletViews.seconds(cloud.now()), body, 202);
  }

  private Answer replace(Request request) {
    return firewalls
        .find(request.segment("firewall"))
        .map(old ->
            keep(old.path("id").asText(), old.path("created_at").asText(), request.json(), 200))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private Answer keep(String id, String createdAt, JsonNode body, int status) {
    if (!body.path("name").asText().matches("[a-zA-Z0-9][a-zA-Z0-9.\\-]+")) {
      return Answer.refusal(Problem.unprocessable("the name is invalid"));
    }
    if (body.path("inbound_rules").isEmpty() && body.path("outbound_rules").isEmpty()) {
      return Answer.refusal(Problem.unprocessable("at least one rule is required"));
    }
    var firewall = Json.MAPPER.createObjectNode();
    firewall.put("id", id);
    firewall.put("name", body.path("name").asText());
    firewall.put("status", "succeeded");
    firewall.put("created_at", createdAt);
    firewall.putArray("pending_changes");
    for (var field : new String[] {"inbound_rules", "outbound_rules", "droplet_ids", "tags"}) {
      list(firewall, field, body.path(field));
    }
    firewalls.put(firewall);
    return Answer.json(status, DropletEndpoints.wrapped("firewall", firewall));
  }

  private static void list(ObjectNode firewall, String field, JsonNode values) {
    var array = firewall.putArray(field);
    values.forEach(array::add);
  }

  private Answer show(Request request) {
    return firewalls
        .find(request.segment("firewall"))
        .map(node -> Answer.json(200, DropletEndpoints.wrapped("firewall", node)))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private Answer remove(Request request) {
    return firewalls.remove(request.segment("firewall"))
        ? Answer.empty(204)
        : Answer.refusal(Problem.notFound());
  }
}
