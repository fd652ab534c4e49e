package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import dev.overwinter.lab.simulators.faults.Faults;
import dev.overwinter.lab.simulators.store.Json;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/simulator/faults`: which faults there are, which are armed, and how often they struck.
final class FaultEndpoints {
  private final Faults faults;

  FaultEndpoints(Faults faults) {
    this.faults = faults;
  }

  void addTo(Router router) {
    router.add("GET", "/simulator/faults", _ -> show());
    router.add("PUT", "/simulator/faults", this::replace);
    router.add("DELETE", "/simulator/faults", _ -> clear());
    router.add("PUT", "/simulator/faults/{fault}", this::arm);
    router.add("DELETE", "/simulator/faults/{fault}", this::disarm);
  }

  private Answer show() {
    var body = Json.MAPPER.createObjectNode();
    body.put("seed", faults.seed());
    var armed = body.putObject("armed");
    faults.armed().forEach((fault, now) -> armed.set(fault.word(), Json.MAPPER.valueToTree(now)));
    var known = body.putObject("known");
    for (var fault : Fault.values()) {
      known
          .putObject(fault.word())
          .put("drawn", fault.group().name().toLowerCase(Locale.ROOT))
          .put("seconds", fault.seconds())
          .put("meaning", fault.meaning());
    }
    return Answer.json(200, body);
  }

  private Answer replace(Request request) {
    var body = request.json();
    var wanted = body.path("faults");
    if (!wanted.isObject()) {
      return refused("expected: {seed, faults: {name: {probability, count, lasts, only}}}");
    }
    var specs = new EnumMap<Fault, FaultSpec>(Fault.class);
    for (Map.Entry<String, JsonNode> entry : ((ObjectNode) wanted).properties()) {
      var fault = Fault.of(entry.getKey());
      var spec = read(entry.getValue(), FaultSpec.class);
      if (fault.isEmpty() || spec.isEmpty()) {
        return refused(entry.getKey() + ": " + entry.getValue() + " (expected: see GET)");
      }
      specs.put(fault.get(), spec.get());
    }
    faults.replace(body.path("seed").asLong(faults.seed()), specs);
    return Answer.empty(204);
  }

  private Answer arm(Request request) {
    var fault = Fault.of(request.segment("fault"));
    var spec = read(request.json(), FaultSpec.class);
    if (fault.isEmpty()) {
      return Answer.refusal(Problem.notFound());
    }
    if (spec.isEmpty()) {
      return refused("expected: {probability: 0 to 1, count: >= 0, lasts: \"PT5S\", only: text}");
    }
    faults.arm(fault.get(), spec.get());
    return Answer.empty(204);
  }

  private Answer disarm(Request request) {
    var fault = Fault.of(request.segment("fault"));
    fault.ifPresent(faults::disarm);
    return fault.isPresent() ? Answer.empty(204) : Answer.refusal(Problem.notFound());
  }

  private Answer clear() {
    faults.clear();
    return Answer.empty(204);
  }

  /// Reads a body into a record; unknown fields and impossible values give nothing.
  static <T> Optional<T> read(JsonNode body, Class<T> type) {
    if (!body.isObject()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.convertValue(body, type));
    } catch (IllegalArgumentException impossible) {
      return Optional.empty();
    }
  }

  private static Answer refused(String message) {
    return Answer.refusal(Problem.badRequest(message));
  }
}
