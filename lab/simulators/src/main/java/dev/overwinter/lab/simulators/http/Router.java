package dev.overwinter.lab.simulators.http;

import dev.overwinter.lab.simulators.cloud.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Which endpoint answers which request. A template without places goes before one with places.
public final class Router {
  private final List<Route> routes = new ArrayList<>();

  private record Route(
      String method, String template, List<String> parts, Function<Request, Answer> endpoint) {

    Optional<Map<String, String>> places(List<String> path) {
      if (path.size() != parts.size()) {
        return Optional.empty();
      }
      var places = new HashMap<String, String>();
      for (int i = 0; i < parts.size(); i++) {
        var part = parts.get(i);
        if (part.startsWith("{")) {
          places.put(part.substring(1, part.length() - 1), path.get(i));
        } else if (!part.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(places);
    }

    boolean isFixed() {
      return !template.contains("{");
    }
  }

  /// An endpoint that was found.
  ///
  /// @param template `METHOD /path/{place}`, for counting
  public record Match(String template, Request request, Function<Request, Answer> endpoint) {
    Answer answer() {
      return endpoint.apply(request);
    }
  }

  /// Adds an endpoint.
  ///
  /// @param template as `/v2/droplets/{id}`
  public void add(String method, String template, Function<Request, Answer> endpoint) {
    routes.add(new Route(method, template, split(template), endpoint));
  }

  /// Returns the endpoint of a request, or one that says 404 or 405.
  Match match(Request request) {
    var path = split(request.path());
    var otherMethods = new TreeSet<String>();
    Match found = null;
    for (var route : routes) {
      var places = route.places(path);
      if (places.isEmpty()) {
        continue;
      }
      if (!route.method().equals(request.method())) {
        otherMethods.add(route.method());
      } else if (found == null || route.isFixed()) {
        var name = route.method() + " " + route.template();
        found = new Match(name, request.at(places.get()), route.endpoint());
      }
    }
    return found != null ? found : none(request, otherMethods);
  }

  private static Match none(Request request, Set<String> otherMethods) {
    if (otherMethods.isEmpty()) {
      return new Match("unknown path", request, _ -> Answer.refusal(Problem.notFound()));
    }
    var problem =
        new Problem(405, "method_not_allowed", "The method is not allowed on this resource.");
    return new Match(
        "unknown method",
        request,
        _ -> Answer.refusal(problem).with("Allow", String.join(", ", otherMethods)));
  }

  private static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }
}
