package dev.overwinter.rooms.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How people come in by the later of the older forms. Its paths are also those of accounts: which
/// is meant tells the request ([OlderRoomsFilter]).
@Component
class OlderLogins {
  private static final int MOST_ROOMS = 100;

  private final RoomEntrance entrance;
  private final RoomCallers callers;
  private final RoomReads reads;

  OlderLogins(RoomEntrance entrance, RoomCallers callers, RoomReads reads) {
    this.entrance = entrance;
    this.callers = callers;
    this.reads = reads;
  }

  List<OlderRoute> routes() {
    return List.of(
        new OlderRoute("POST", "/auth/login", this::login),
        new OlderRoute("GET", "/auth/me", this::me),
        new OlderRoute("GET", "/auth/test", this::test),
        new OlderRoute("POST", "/auth/logout", this::logout),
        new OlderRoute("GET", "/ping", _ -> OlderAnswer.ok(Map.of("response", "pong"))));
  }

  private OlderAnswer login(OlderAsk ask) {
    var code = ask.one("code_id").orElse("");
    if (code.isEmpty()) {
      return OlderAnswer.json(404, Map.of("success", false));
    }
    var arrived = entrance.byCode(ask.request(), code);
    if (arrived.isEmpty()) {
      return OlderAnswer.json(401, Map.of("success", false));
    }
    RoomCallers.remember(ask.request(), ask.response(), arrived.get());
    var answer = new LinkedHashMap<String, Object>();
    answer.put("success", true);
    answer.put("user", user(arrived.get().caller()));
    return OlderAnswer.ok(answer);
  }

  /// Codes are shown to nobody a second time.
  private Map<String, Object> user(RoomCaller who) {
    var rooms = new LinkedHashMap<String, Object>();
    reads
        .of(who.holder(), MOST_ROOMS)
        .forEach(door -> rooms.put(door.id().text(), Map.of("name", door.name())));
    var user = new LinkedHashMap<String, @Nullable Object>();
    user.put("name", who.name());
    user.put("codes", Map.of());
    user.put("rooms", rooms);
    return Map.of(who.member().text(), user);
  }

  private OlderAnswer me(OlderAsk ask) {
    return OlderAnswer.ok(user(callers.require(ask.request())));
  }

  private OlderAnswer test(OlderAsk ask) {
    var _ = callers.require(ask.request());
    return OlderAnswer.ok(Map.of("message", "pong"));
  }

  private OlderAnswer logout(OlderAsk ask) {
    RoomCallers.forget(ask.request(), ask.response()); // also a cookie that is good for nothing
    var _ = callers.require(ask.request());
    entrance.end(ask.request());
    var answer = new LinkedHashMap<String, Object>();
    answer.put("success", true);
    answer.put("message", "Logout successful");
    return OlderAnswer.ok(answer);
  }
}
