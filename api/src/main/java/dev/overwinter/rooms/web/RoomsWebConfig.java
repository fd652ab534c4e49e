package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.SealedPayloads;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// What rooms need around them.
@Configuration(proxyBeanMethods = false)
class RoomsWebConfig {

  /// The keys that rooms are sealed with.
  @Bean
  KeyRing roomKeyRing(Secrets secrets, ApiConfig config) {
    return secrets.roomKeys(config.roomKeysFile());
  }

  @Bean
  FilterRegistrationBean<OlderRoomsFilter> olderRoomPaths(
      ReadmeForm readme,
      OlderRest rest,
      OlderLogins logins,
      OlderAdmin admin,
      Origins origins,
      RoomCallers callers,
      RoomReads reads,
      RoomRates rates,
      RoomHub hub,
      RoomTalk talk,
      JsonMapper json) {
    var routes = new ArrayList<OlderRoute>();
    routes.addAll(rest.routes());
    routes.addAll(readme.routes());
    routes.addAll(logins.routes());
    routes.addAll(admin.routes());
    var registration =
        new FilterRegistrationBean<>(
            new OlderRoomsFilter(routes, origins, callers, reads, rates, hub, talk, json));
    // Before the limit of bodies, which refuses what is written with percent signs.
    registration.setOrder(Integer.MIN_VALUE);
    registration.setName("olderRoomPaths");
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  RoomKeys roomKeys(KeyRing roomKeyRing) {
    return roomKeyRing::open;
  }

  @Bean
  RoomWorkflows roomWorkflows(
      WorkflowServiceStubs temporal, ApiConfig config, KeyRing roomKeyRing) {
    return new RoomWorkflows(
        WorkflowClient.newInstance(
            temporal,
            WorkflowClientOptions.newBuilder()
                .setNamespace(config.temporalNamespace())
                .setDataConverter(SealedPayloads.converter(roomKeyRing))
                .setIdentity("api")
                .build()));
  }
}
