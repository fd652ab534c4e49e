package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Catalogue;
import dev.overwinter.lab.simulators.cloud.Image;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.cloud.Region;
import dev.overwinter.lab.simulators.cloud.Size;
import dev.overwinter.lab.simulators.store.Json;
import java.util.ArrayList;

/// `/v2/account`, `/v2/regions`, `/v2/sizes`, `/v2/images`, `/v2/snapshots`: what can be ordered.
final class CatalogueEndpoints {
  private final Catalogue catalogue;
  private final CatalogueViews views;

  CatalogueEndpoints(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.views = new CatalogueViews(catalogue);
  }

  void addTo(Router router) {
    router.add("GET", "/v2/account", _ -> account());
    router.add("GET", "/v2/regions", r -> Pages.answer(r, "regions", Region.ALL, views::region));
    router.add("GET", "/v2/sizes", r -> Pages.answer(r, "sizes", Size.ALL, views::size));
    router.add("GET", "/v2/images", this::images);
    router.add("GET", "/v2/images/{image}", this::image);
    router.add("GET", "/v2/snapshots", this::snapshots);
    router.add("GET", "/v2/snapshots/{snapshot}", this::snapshot);
  }

  private Answer account() {
    var account = Json.MAPPER.createObjectNode();
    account.put("droplet_limit", catalogue.dropletLimit());
    account.put("floating_ip_limit", 3);
    account.put("email", "simulation@example.com");
    account.put("name", "Overwinter simulation");
    account.put("uuid", "b6fr89dbf6d9156cace5f3c78dc9851d957381ef");
    account.put("email_verified", true);
    account.put("status", "active");
    account.put("status_message", "");
    return Answer.json(200, DropletEndpoints.wrapped("account", account));
  }

  private Answer images(Request request) {
    boolean own = request.parameter("private").map("true"::equalsIgnoreCase).orElse(false);
    var type = request.parameter("type").orElse("");
    var images =
        catalogue.images().stream()
            .filter(image -> !own || image.slug() == null)
            .filter(image -> !type.equals("distribution") || image.slug() != null)
            .filter(image -> !type.equals("application"))
            .toList();
    return Pages.answer(request, "images", images, CatalogueViews::image);
  }

  private Answer image(Request request) {
    return catalogue
        .image(request.segment("image"))
        .map(image -> Answer.json(200, DropletEndpoints.wrapped("image", view(image))))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private static ObjectNode view(Image image) {
    return CatalogueViews.image(image);
  }

  private Answer snapshots(Request request) {
    var type = request.parameter("resource_type").orElse("");
    var snapshots = new ArrayList<ObjectNode>();
    if (!type.equals("volume")) {
      catalogue.snapshots().forEach(image -> snapshots.add(CatalogueViews.snapshot(image)));
    }
    if (!type.equals("droplet")) {
      snapshots.add(CatalogueViews.volumeSnapshot());
    }
    return Pages.answer(request, "snapshots", snapshots, node -> node);
  }

  private Answer snapshot(Request request) {
    return catalogue.snapshots().stream()
        .map(CatalogueViews::snapshot)
        .filter(node -> node.path("id").asText().equals(request.segment("snapshot")))
        .findFirst()
        .map(node -> Answer.json(200, DropletEndpoints.wrapped("snapshot", node)))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }
}
