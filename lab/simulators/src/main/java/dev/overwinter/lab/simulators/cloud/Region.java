package dev.overwinter.lab.simulators.cloud;

import java.util.List;

/// A data centre, by the slug of the API.
public record Region(String slug, String name) {

  public static final List<Region> ALL =
      List.of(
          new Region("nyc1", "New York 1"),
          new Region("nyc2", "New York 2"),
          new Region("nyc3", "New York 3"),
          new Region("ams2", "Amsterdam 2"),
          new Region("ams3", "Amsterdam 3"),
          new Region("blr1", "Bangalore 1"),
          new Region("fra1", "Frankfurt 1"),
          new Region("lon1", "London 1"),
          new Region("sfo2", "San Francisco 2"),
          new Region("sfo3", "San Francisco 3"),
          new Region("sgp1", "Singapore 1"),
          new Region("syd1", "Sydney 1"),
          new Region("tor1", "Toronto 1"));
}
