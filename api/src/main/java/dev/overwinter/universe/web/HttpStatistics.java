package dev.overwinter.universe.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/// What this process has answered on the older universe's paths. Holds one entry for each path that
/// there is, and none for what is made up.
@Component
class HttpStatistics {
  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final LongAdder total = new LongAdder();

  private static final class Route {
    private final Statistic time = new Statistic();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  }

  /// One answer.
  ///
  /// @param route method and path without what stands in it, for example `GET:/player/{id}`
  void count(String route, int status, long nanos) {
    total.increment();
    var known = routes.computeIfAbsent(route, _ -> new Route());
    known.time.add(nanos / 1e6);
    known.statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  Map<String, Object> json() {
    var byRoute = new TreeMap<String, Object>();
    routes.forEach((name, route) -> {
      var json = new LinkedHashMap<>(route.time.json());
      var statuses = new TreeMap<String, Long>();
      route.statuses.forEach((status, count) -> statuses.put(status.toString(), count.sum()));
      json.put("status_counts", statuses);
      byRoute.put(name, json);
    });
    var json = new LinkedHashMap<String, Object>();
    json.put("total_count", total.sum());
    json.put("by_route", byRoute);
    return json;
  }
}
