package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Bill;
import dev.overwinter.lab.simulators.cloud.Catalogue;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Droplet;
import dev.overwinter.lab.simulators.cloud.Image;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.cloud.Region;
import dev.overwinter.lab.simulators.game.GameHost;
import dev.overwinter.lab.simulators.game.GameWish;
import dev.overwinter.lab.simulators.store.Json;
import java.util.ArrayList;
import java.util.TreeSet;

/// `/simulator/…`: the truth about the cloud, its bill, and what an operator may change in it.
final class ControlEndpoints {
  private final Cloud cloud;
  private final Catalogue catalogue;
  private final GameHost games;
  private final Tally tally;

  ControlEndpoints(Cloud cloud, Catalogue catalogue, GameHost games, Tally tally) {
    this.cloud = cloud;
    this.catalogue = catalogue;
    this.games = games;
    this.tally = tally;
  }

  void addTo(Router router) {
    router.add("GET", "/healthz", _ -> Answer.json(200, ok()));
    router.add("GET", "/simulator/bill", this::bill);
    router.add("GET", "/simulator/droplets", _ -> droplets());
    router.add("DELETE", "/simulator/droplets/{id}", this::lose);
    router.add("GET", "/simulator/droplets/{id}/metadata", this::metadata);
    router.add("GET", "/simulator/droplets/{id}/game", this::game);
    router.add("PUT", "/simulator/droplets/{id}/game", this::tellGame);
    router.add("GET", "/simulator/requests", _ -> requests());
    router.add("DELETE", "/simulator/requests", _ -> forgetRequests());
    router.add("GET", "/simulator/sold-out", _ -> soldOut());
    router.add("PUT", "/simulator/sold-out", this::sellOut);
    router.add("PUT", "/simulator/account", this::account);
    router.add("PUT", "/simulator/snapshots/{id}", this::putSnapshot);
  }

  private static ObjectNode ok() {
    return Json.MAPPER.createObjectNode().put("status", "ok");
  }

  private Answer bill(Request request) {
    var tag = request.parameter("tag_name");
    var chosen =
        cloud.everyone().stream()
            .filter(droplet -> tag.isEmpty() || droplet.tags().contains(tag.get()))
            .toList();
    var bill = Bill.of(chosen, cloud.now());
    var body = Json.MAPPER.createObjectNode();
    body.put("seconds", bill.seconds());
    body.put("billed_seconds", bill.billedSeconds());
    body.put("micros", bill.micros());
    body.put("usd", CatalogueViews.dollars(bill.micros()));
    var lines = body.putArray("droplets");
    for (var line : bill.lines()) {
      var entry = lines.addObject();
      entry.put("id", line.droplet().id());
      entry.put("name", line.droplet().name());
      CatalogueViews.strings(entry.putArray("tags"), line.droplet().tags());
      entry.put("region", line.droplet().region());
      entry.put("size", line.droplet().size());
      entry.put("seconds", line.seconds());
      entry.put("billed_seconds", line.billedSeconds());
      entry.put("micros", line.micros());
    }
    return Answer.json(200, body);
  }

  private Answer droplets() {
    var body = Json.MAPPER.createObjectNode();
    var everyone = cloud.everyone();
    var now = cloud.now();
    body.put("total", everyone.size());
    body.put("alive", everyone.stream().filter(droplet -> droplet.existsAt(now)).count());
    var array = body.putArray("droplets");
    for (var droplet : everyone) {
      ObjectNode node = Json.MAPPER.valueToTree(droplet);
      // The key of the session is in there, and a list of droplets is made to be printed.
      node.remove("userData");
      node.put("exists", droplet.existsAt(now));
      node.put("listed", droplet.listedAt(now));
      node.put("vanished", droplet.vanishedAt(now));
      games.view(droplet.id()).ifPresent(view -> node.set("game", Json.MAPPER.valueToTree(view)));
      array.add(node);
    }
    return Answer.json(200, body);
  }

  private Answer lose(Request request) {
    return cloud.lose(request.number("id")) ? Answer.empty(204) : notFound();
  }

  /// What http://169.254.169.254/metadata/v1.json says on the droplet itself.
  private Answer metadata(Request request) {
    return cloud
        .find(request.number("id"))
        .map(droplet -> Answer.json(200, metadata(droplet)))
        .orElseGet(ControlEndpoints::notFound);
  }

  private ObjectNode metadata(Droplet droplet) {
    var node = Json.MAPPER.createObjectNode();
    node.put("droplet_id", droplet.id());
    node.put("hostname", droplet.name());
    node.put("user_data", droplet.userData());
    node.put("region", droplet.region());
    CatalogueViews.strings(node.putArray("tags"), droplet.tags());
    var interfaces = node.putObject("interfaces");
    droplet
        .publicAddressAt(cloud.now())
        .ifPresent(ip ->
            interfaces
                .putArray("public")
                .addObject()
                .putObject("ipv4")
                .put("ip_address", ip)
                .put("netmask", cloud.settings().publicBlock().netmask())
                .put("gateway", cloud.settings().publicBlock().gateway()));
    return node;
  }

  private Answer game(Request request) {
    return games
        .view(request.number("id"))
        .map(view -> Answer.json(200, Json.MAPPER.valueToTree(view)))
        .orElseGet(ControlEndpoints::notFound);
  }

  private Answer tellGame(Request request) {
    var wish = FaultEndpoints.read(request.json(), GameWish.class);
    if (wish.isEmpty()) {
      return refused("expected: {clients, beating, end}");
    }
    return games.tell(request.number("id"), wish.get()) ? Answer.empty(204) : notFound();
  }

  private Answer requests() {
    return Answer.json(200, Json.MAPPER.valueToTree(tally.counts()));
  }

  private Answer forgetRequests() {
    tally.reset();
    return Answer.empty(204);
  }

  private Answer soldOut() {
    return Answer.json(200, Json.MAPPER.valueToTree(new TreeSet<>(catalogue.soldOut())));
  }

  private Answer sellOut(Request request) {
    var body = request.json();
    if (!body.isArray()) {
      return refused("expected: a list as [\"nyc3\", \"s-1vcpu-1gb\", \"s-1vcpu-1gb@fra1\"]");
    }
    var what = new TreeSet<String>();
    body.forEach(entry -> what.add(entry.asText()));
    catalogue.sellOut(what);
    return Answer.empty(204);
  }

  private Answer account(Request request) {
    JsonNode limit = request.json().path("droplet_limit");
    if (!limit.isIntegralNumber() || !limit.canConvertToInt() || limit.asInt() < 0) {
      return refused("droplet_limit: " + limit + " (expected: >= 0)");
    }
    catalogue.limitDroplets(limit.asInt());
    return Answer.empty(204);
  }

  private Answer putSnapshot(Request request) {
    var body = request.json();
    long id = request.number("id");
    if (id < 1) {
      return refused("id: " + request.segment("id") + " (expected: a number > 0)");
    }
    var regions = new ArrayList<String>();
    body.path("regions").forEach(region -> regions.add(region.asText()));
    if (regions.isEmpty()) {
      Region.ALL.forEach(region -> regions.add(region.slug()));
    }
    var name = body.path("name").asText("snapshot-" + id);
    catalogue.putSnapshot(new Image(id, name, null, body.path("min_disk").asInt(10), regions));
    return Answer.empty(204);
  }

  private static Answer refused(String message) {
    return Answer.refusal(Problem.badRequest(message));
  }

  private static Answer notFound() {
    return Answer.refusal(Problem.notFound());
  }
}
