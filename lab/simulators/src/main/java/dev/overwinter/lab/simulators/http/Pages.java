package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.store.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Lists in pages of 1 to 200, 20 unless asked otherwise.
final class Pages {
  private static final int USUAL = 20;
  private static final int MOST = 200;

  private Pages() {}

  static <T> Answer answer(
      Request request, String field, List<T> all, Function<T, ? extends JsonNode> view) {
    int page;
    int size;
    try {
      page = Integer.parseInt(request.parameter("page").orElse("1"));
      size = Integer.parseInt(request.parameter("per_page").orElse(Integer.toString(USUAL)));
    } catch (NumberFormatException notANumber) {
      return Answer.refusal(Problem.unprocessable("page and per_page must be whole numbers."));
    }
    if (page < 1 || size < 1 || size > MOST) {
      return Answer.refusal(
          Problem.unprocessable("page must be at least 1, and per_page 1 to 200."));
    }
    var body = Json.MAPPER.createObjectNode();
    var shown = body.putArray(field);
    all.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(thing -> shown.add(view.apply(thing)));
    body.set("links", links(request, page, size, all.size()));
    body.putObject("meta").put("total", all.size());
    return Answer.json(200, body);
  }

  /// Only the links that apply: the first page has no `first`, a single page has none at all.
  private static ObjectNode links(Request request, int page, int size, int total) {
    var links = Json.MAPPER.createObjectNode();
    int last = Math.max(1, Math.ceilDiv(total, size));
    if (last == 1) {
      return links;
    }
    var pages = links.putObject("pages");
    if (page > 1) {
      pages.put("first", link(request, 1));
      pages.put("prev", link(request, Math.min(page - 1, last)));
    }
    if (page < last) {
      pages.put("next", link(request, page + 1));
      pages.put("last", link(request, last));
    }
    return links;
  }

  private static String link(Request request, int page) {
    var query = new TreeMap<>(request.query());
    query.put("page", Integer.toString(page));
    return query.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&", request.base() + request.path() + "?", ""));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
