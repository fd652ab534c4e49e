package dev.overwinter.lab.simulators.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A creation as it was asked for, its form checked by [OrderRules].
///
/// @param names one, or up to ten for the form with `names`
/// @param many whether the form with `names` was used, which the answer mirrors
/// @param region slug or the letters that slugs begin with; absent means any
/// @param publicNetworking false for a droplet that only its own network can reach
public record DropletOrder(
    List<String> names,
    boolean many,
    @Nullable String region,
    String size,
    String image,
    List<String> tags,
    @Nullable String userData,
    boolean publicNetworking) {

  public DropletOrder {
    names = List.copyOf(names);
    tags = List.copyOf(tags);
  }

  /// Reads a body that [OrderRules] did not refuse.
  public static DropletOrder from(JsonNode body) {
    boolean many = body.has("names");
    return new DropletOrder(
        many ? texts(body.get("names")) : List.of(body.path("name").asText()),
        many,
        OrderRules.present(body, "region") ? body.get("region").asText() : null,
        body.path("size").asText(),
        body.path("image").asText(),
        OrderRules.present(body, "tags") ? texts(body.get("tags")) : List.of(),
        OrderRules.present(body, "user_data") ? body.get("user_data").asText() : null,
        body.path("public_networking").asBoolean(true));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
