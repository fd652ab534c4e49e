package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.auth.PlayerDoor;
import java.time.Clock;
import java.util.ArrayList;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Puts the older universe's paths in front.
@Configuration(proxyBeanMethods = false)
class UniverseWebConfig {

  @Bean
  Presence presence(ObjectProvider<UniverseOrders> orders, Clock clock) {
    return new Presence(
        (key, seen) -> {
          var _ = orders.getObject().command(key, seen);
        },
        clock);
  }

  @Bean
  FilterRegistrationBean<OlderUniverseFilter> olderUniversePaths(
      OlderPlayers players,
      OlderOrders orders,
      OlderMarket market,
      OlderReports reports,
      OlderWorld world,
      PlayerDoor door,
      MinuteRates rates,
      Sockets sockets,
      Presence presence,
      HttpStatistics statistics,
      ApiConfig config,
      JsonMapper json) {
    var routes = new ArrayList<OlderRoute>();
    routes.addAll(players.routes());
    routes.addAll(orders.routes());
    routes.addAll(market.routes());
    routes.addAll(reports.routes());
    routes.addAll(world.routes());
    var registration =
        new FilterRegistrationBean<>(
            new OlderUniverseFilter(
                routes,
                door,
                rates,
                sockets,
                presence,
                new OpenCors(config.universe().origins()),
                statistics,
                json));
    // Before the limit of bodies, whose refusals have another form.
    registration.setOrder(Integer.MIN_VALUE);
    registration.setName("olderUniversePaths");
    registration.setAsyncSupported(true);
    return registration;
  }
}
