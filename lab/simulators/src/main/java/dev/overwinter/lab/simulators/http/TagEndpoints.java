package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Droplet;
import dev.overwinter.lab.simulators.cloud.OrderRules;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// `/v2/tags`. A tag exists when it was made here, or when a droplet bears it.
final class TagEndpoints {
  private final Cloud cloud;
  private final Shelf tags;

  TagEndpoints(Cloud cloud, Shelf tags) {
    this.cloud = cloud;
    this.tags = tags;
  }

  void addTo(Router router) {
    router.add("GET", "/v2/tags", r -> Pages.answer(r, "tags", names(), this::view));
    router.add("POST", "/v2/tags", this::add);
    router.add("GET", "/v2/tags/{tag}", this::show);
    router.add("DELETE", "/v2/tags/{tag}", this::remove);
    router.add("POST", "/v2/tags/{tag}/resources", r -> change(r, true));
    router.add("DELETE", "/v2/tags/{tag}/resources", r -> change(r, false));
  }

  private List<String> names() {
    var names = new TreeSet<String>();
    tags.all().forEach(tag -> names.add(tag.path("name").asText()));
    existing().forEach(droplet -> names.addAll(droplet.tags()));
    return List.copyOf(names);
  }

  private List<Droplet> existing() {
    var now = cloud.now();
    return cloud.everyone().stream().filter(droplet -> droplet.existsAt(now)).toList();
  }

  private ObjectNode view(String name) {
    var tag = Json.MAPPER.createObjectNode();
    tag.put("name", name);
    long count = existing().stream().filter(droplet -> droplet.tags().contains(name)).count();
    var resources = tag.putObject("resources");
    resources.put("count", count);
    resources.putObject("droplets").put("count", count);
    return tag;
  }

  private Answer add(Request request) {
    var name = request.json().path("name").asText();
    if (!OrderRules.isTag(name)) {
      return Answer.json(400, malformed());
    }
    tags.put(Json.MAPPER.createObjectNode().put("name", name));
    return Answer.json(201, DropletEndpoints.wrapped("tag", view(name)));
  }

  /// The one refusal of the API that has a form of its own.
  private static ObjectNode malformed() {
    var body = Json.MAPPER.createObjectNode();
    body.put("error", "tag name is invalid");
    body.putArray("messages")
        .add("tag name may hold letters, numbers, colons, dashes, underscores");
    body.putArray("root_causes");
    return body;
  }

  private Answer show(Request request) {
    var name = request.segment("tag");
    return names().contains(name)
        ? Answer.json(200, DropletEndpoints.wrapped("tag", view(name)))
        : Answer.refusal(Problem.notFound());
  }

  private synchronized Answer remove(Request request) {
    var name = request.segment("tag");
    if (!names().contains(name)) {
      return Answer.refusal(Problem.notFound());
    }
    existing().stream()
        .filter(droplet -> droplet.tags().contains(name))
        .forEach(droplet -> retag(droplet, name, false));
    tags.remove(name);
    return Answer.empty(204);
  }

  private synchronized Answer change(Request request, boolean add) {
    var name = request.segment("tag");
    var resources = request.json().path("resources");
    if (!names().contains(name)) {
      return Answer.refusal(Problem.notFound());
    }
    if (!resources.isArray() || resources.isEmpty()) {
      return Answer.refusal(Problem.unprocessable("resources must be a list."));
    }
    var droplets =
        StreamSupport.stream(resources.spliterator(), false)
            .filter(resource -> resource.path("resource_type").asText().equals("droplet"))
            .map(TagEndpoints::number)
            .toList();
    if (droplets.stream().anyMatch(id -> cloud.find(id).isEmpty())) {
      return Answer.refusal(Problem.notFound());
    }
    droplets.forEach(id -> cloud.find(id).ifPresent(droplet -> retag(droplet, name, add)));
    return Answer.empty(204);
  }

  private static long number(JsonNode resource) {
    return resource.path("resource_id").asLong(-1);
  }

  private void retag(Droplet droplet, String tag, boolean add) {
    var changed = new ArrayList<>(droplet.tags());
    changed.remove(tag);
    if (add) {
      changed.add(tag);
    }
    cloud.tag(droplet.id(), changed);
  }
}
