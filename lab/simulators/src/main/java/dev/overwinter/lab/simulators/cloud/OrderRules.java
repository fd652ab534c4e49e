package dev.overwinter.lab.simulators.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the form of a creation must be; whether there is room for it is [Catalogue]'s matter.
public final class OrderRules {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]?[a-zA-Z0-9.\\-]*[a-zA-Z0-9]");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_:\\-]{1,255}");
  private static final int LONGEST_NAME = 255;
  private static final int MOST_NAMES = 10;
  private static final int LARGEST_USER_DATA = 64 * 1024;

  private OrderRules() {}

  /// Returns the first refusal, in the order of the fields.
  public static Optional<Problem> refusal(JsonNode body) {
    if (!body.isObject()) {
      return refuse("The request body must be a JSON object.");
    }
    return names(body)
        .or(() -> references(body))
        .or(() -> tags(body.path("tags")))
        .or(() -> userData(body.path("user_data")))
        .or(() -> networking(body));
  }

  private static Optional<Problem> names(JsonNode body) {
    boolean one = present(body, "name");
    boolean many = present(body, "names");
    if (one == many) {
      return refuse("Exactly one of name and names is required.");
    }
    if (one) {
      return name(body.get("name"));
    }
    var names = body.get("names");
    if (!names.isArray() || names.isEmpty() || names.size() > MOST_NAMES) {
      return refuse("names must be a list of 1 to " + MOST_NAMES + " names.");
    }
    for (var name : names) {
      var problem = name(name);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> name(JsonNode name) {
    if (!name.isTextual()
        || name.asText().length() > LONGEST_NAME
        || !NAME.matcher(name.asText()).matches()) {
      return refuse("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)");
    }
    return Optional.empty();
  }

  private static Optional<Problem> references(JsonNode body) {
    if (!body.path("size").isTextual()) {
      return refuse("You specified an invalid size for Droplet creation.");
    }
    var image = body.path("image");
    if (!image.isTextual() && !image.isIntegralNumber()) {
      return refuse("You specified an invalid image for Droplet creation.");
    }
    if (present(body, "region") && !body.get("region").isTextual()) {
      return refuse("You specified an invalid region for Droplet creation.");
    }
    return Optional.empty();
  }

  private static Optional<Problem> tags(JsonNode tags) {
    if (tags.isMissingNode() || tags.isNull()) {
      return Optional.empty();
    }
    if (!tags.isArray()) {
      return refuse("tags must be a list.");
    }
    for (var tag : tags) {
      if (!tag.isTextual() || !isTag(tag.asText())) {
        return refuse("Tag names may only contain letters, numbers, colons, dashes, underscores.");
      }
    }
    return Optional.empty();
  }

  /// Returns whether a text can be a tag's name.
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  private static Optional<Problem> userData(JsonNode userData) {
    if (userData.isMissingNode() || userData.isNull()) {
      return Optional.empty();
    }
    if (!userData.isTextual()) {
      return refuse("user_data must be text.");
    }
    if (userData.asText().getBytes(StandardCharsets.UTF_8).length > LARGEST_USER_DATA) {
      return refuse("User data must be at most 64 KiB.");
    }
    return Optional.empty();
  }

  private static Optional<Problem> networking(JsonNode body) {
    if (!body.path("public_networking").asBoolean(true) && body.path("ipv6").asBoolean(false)) {
      return refuse("IPv6 needs public networking.");
    }
    return Optional.empty();
  }

  static boolean present(JsonNode body, String field) {
    return body.hasNonNull(field);
  }

  private static Optional<Problem> refuse(String message) {
    return Optional.of(Problem.unprocessable(message));
  }
}
