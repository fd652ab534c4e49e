package dev.overwinter.catalogue.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// `overwinter_catalogue_entries` and `overwinter_catalogue_problems`.
@Component
final class CatalogueMetrics {
  CatalogueMetrics(Catalogue catalogue, MeterRegistry registry) {
    Gauge.builder("overwinter_catalogue_entries", catalogue, c -> c.items().size())
        .description("Games that can be created")
        .register(registry);
    Gauge.builder("overwinter_catalogue_problems", catalogue, c -> c.problems().size())
        .description("What is wrong with the files of the catalogue")
        .register(registry);
  }
}
