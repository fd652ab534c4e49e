package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Creation;
import dev.overwinter.lab.simulators.cloud.Destruction;
import dev.overwinter.lab.simulators.cloud.Droplet;
import dev.overwinter.lab.simulators.cloud.DropletOrder;
import dev.overwinter.lab.simulators.cloud.OrderRules;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.store.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `/v2/droplets` and `/v2/actions`.
final class DropletEndpoints {
  private final Cloud cloud;
  private final DropletViews views;

  DropletEndpoints(Cloud cloud, DropletViews views) {
    this.cloud = cloud;
    this.views = views;
  }

  void addTo(Router router) {
    router.add("POST", "/v2/droplets", this::create);
    router.add("GET", "/v2/droplets", this::list);
    router.add("DELETE", "/v2/droplets", this::destroyTagged);
    router.add("GET", "/v2/droplets/{id}", withDroplet(this::show));
    router.add("DELETE", "/v2/droplets/{id}", this::destroy);
    router.add("GET", "/v2/droplets/{id}/actions", withDroplet(this::actions));
    router.add("GET", "/v2/droplets/{id}/actions/{action}", this::action);
    router.add(
        "DELETE",
        "/v2/droplets/{id}/destroy_with_associated_resources/dangerous",
        this::destroyWithEverything);
    router.add("GET", "/v2/actions", this::allActions);
    router.add("GET", "/v2/actions/{action}", this::action);
  }

  private Answer create(Request request) {
    var body = request.json();
    if (body.isMissingNode()) {
      return Answer.refusal(Problem.badRequest("The request body is not valid JSON."));
    }
    var malformed = OrderRules.refusal(body);
    if (malformed.isPresent()) {
      return Answer.refusal(malformed.get());
    }
    var order = DropletOrder.from(body);
    return switch (cloud.create(order)) {
      case Creation.Refused(var problem) -> Answer.refusal(problem);
      case Creation.Made(var made) -> accepted(request, order, made);
    };
  }

  private Answer accepted(Request request, DropletOrder order, List<Droplet> made) {
    var body = Json.MAPPER.createObjectNode();
    if (order.many()) {
      var array = body.putArray("droplets");
      made.forEach(droplet -> array.add(views.droplet(droplet)));
    } else {
      body.set("droplet", views.droplet(made.getFirst()));
    }
    var actions = body.putObject("links").putArray("actions");
    for (var droplet : made) {
      actions
          .addObject()
          .put("id", droplet.actionId())
          .put("rel", "create")
          .put("href", request.base() + "/v2/actions/" + droplet.actionId());
    }
    return Answer.json(202, body);
  }

  private Answer list(Request request) {
    var tag = request.parameter("tag_name");
    var name = request.parameter("name");
    if (tag.isPresent() && (name.isPresent() || request.parameter("type").isPresent())) {
      return Answer.refusal(
          Problem.unprocessable("tag_name cannot be combined with name or type."));
    }
    var gpus = request.parameter("type").filter(type -> type.equals("gpus")).isPresent();
    var droplets =
        cloud.listed().stream()
            .filter(droplet -> !gpus)
            .filter(droplet -> tag.isEmpty() || droplet.tags().contains(tag.get()))
            .filter(droplet -> name.isEmpty() || droplet.name().equalsIgnoreCase(name.get()))
            .toList();
    return Pages.answer(request, "droplets", droplets, views::droplet);
  }

  private Answer show(Request request, Droplet droplet) {
    return Answer.json(200, wrapped("droplet", views.droplet(droplet)));
  }

  private Answer destroy(Request request) {
    return switch (cloud.destroy(request.number("id"))) {
      case Destruction.Accepted _ -> Answer.empty(204);
      case Destruction.Absent _ -> Answer.refusal(Problem.notFound());
      case Destruction.Refused(var problem) -> Answer.refusal(problem);
    };
  }

  /// Takes what exists rather than what lists show; stops at the first refusal.
  private Answer destroyTagged(Request request) {
    var tag = request.parameter("tag_name");
    if (tag.isEmpty()) {
      return Answer.refusal(Problem.unprocessable("tag_name is required."));
    }
    for (var droplet : cloud.everyone()) {
      if (droplet.tags().contains(tag.get())
          && droplet.existsAt(cloud.now())
          && cloud.destroy(droplet.id()) instanceof Destruction.Refused(var problem)) {
        return Answer.refusal(problem);
      }
    }
    return Answer.empty(204);
  }

  private Answer destroyWithEverything(Request request) {
    if (!request.header("x-dangerous").map("true"::equalsIgnoreCase).orElse(false)) {
      return Answer.refusal(Problem.badRequest("The header X-Dangerous must be true."));
    }
    var answer = destroy(request);
    return answer.status() == 204 ? Answer.empty(202) : answer;
  }

  private Answer actions(Request request, Droplet droplet) {
    return Pages.answer(request, "actions", List.of(droplet), views::action);
  }

  private Answer allActions(Request request) {
    return Pages.answer(request, "actions", cloud.everyone().reversed(), views::action);
  }

  private Answer action(Request request) {
    long id = request.number("action");
    return cloud.everyone().stream()
        .filter(droplet -> droplet.actionId() == id)
        .findFirst()
        .map(droplet -> Answer.json(200, wrapped("action", views.action(droplet))))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private interface OnDroplet {
    Answer answer(Request request, Droplet droplet);
  }

  private Function<Request, Answer> withDroplet(OnDroplet endpoint) {
    return request -> {
      Optional<Droplet> droplet = cloud.find(request.number("id"));
      return droplet
          .map(found -> endpoint.answer(request, found))
          .orElseGet(() -> Answer.refusal(Problem.notFound()));
    };
  }

  static ObjectNode wrapped(String field, ObjectNode value) {
    var node = Json.MAPPER.createObjectNode();
    node.set(field, value);
    return node;
  }
}
