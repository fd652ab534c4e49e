package dev.overwinter.universe.web;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The older paths of reports and notifications.
@Component
class OlderReports {
  private static final int KEPT = 100;

  private final ReportReads reports;
  private final MessageReads messages;
  private final UniverseOrders orders;

  OlderReports(ReportReads reports, MessageReads messages, UniverseOrders orders) {
    this.reports = reports;
    this.messages = messages;
    this.orders = orders;
  }

  List<OlderRoute> routes() {
    return List.of(
        self("GET", "/player/{id}/battle-reports", this::battles),
        self("GET", "/player/{id}/battle-reports/{report}", this::battle),
        self("GET", "/player/{id}/espionage-reports", this::spied),
        self("GET", "/player/{id}/espionage-reports/{report}", this::spiedOne),
        self("GET", "/player/{id}/notifications", this::notifications),
        OlderRoute.of(
            "DELETE", "/notifications/{notification}", OlderRoute.Needs.PLAYER, this::discard));
  }

  private static OlderRoute self(String method, String path, Function<OlderCall, OlderReply> does) {
    return OlderRoute.of(method, path, OlderRoute.Needs.SELF, does);
  }

  private OlderReply battles(OlderCall call) {
    var rows = reports.battles(call.player(), most(call), skip(call));
    return OlderReply.ok(Map.of("reports", rows.stream().map(OlderReports::json).toList()));
  }

  private OlderReply battle(OlderCall call) {
    return reports
        .battle(call.player(), call.number("report"))
        .map(found -> OlderReply.ok(json(found)))
        .orElseGet(() -> OlderReply.no(404, "Battle report not found"));
  }

  private OlderReply spied(OlderCall call) {
    var rows = reports.spied(call.player(), most(call), skip(call));
    return OlderReply.ok(Map.of("reports", rows.stream().map(OlderReports::json).toList()));
  }

  private OlderReply spiedOne(OlderCall call) {
    return reports
        .spied(call.player(), call.number("report"))
        .map(found -> OlderReply.ok(json(found)))
        .orElseGet(() -> OlderReply.no(404, "Espionage report not found"));
  }

  static int most(OlderCall call) {
    return call.number("limit", 50, 1, 200);
  }

  static int skip(OlderCall call) {
    return call.number("offset", 0, 0, Integer.MAX_VALUE);
  }

  /// The outcome's own keys, and beside them the whole report.
  static Map<String, @Nullable Object> json(ReportReads.Battle battle) {
    var outcome = new LinkedHashMap<String, @Nullable Object>();
    var told = battle.report().path("outcome");
    (told.isObject() ? told : battle.report())
        .properties()
        .forEach(field -> outcome.put(field.getKey(), field.getValue()));
    outcome.putIfAbsent("winner", battle.winner());
    outcome.putIfAbsent("resolved_at", Fields.time(battle.createdAt()));
    outcome.put("location", place(battle.at()));
    return Fields.of(
        "id", battle.id(),
        "created_at", Fields.time(battle.createdAt()),
        "attacker_user_id", battle.attacker(),
        "defender_user_id", battle.defender(),
        "location", place(battle.at()),
        "outcome", outcome);
  }

  private static Map<String, @Nullable Object> json(ReportReads.Spied spied) {
    JsonNode snapshot = spied.report().path("snapshot");
    return Fields.of(
        "id", spied.id(),
        "created_at", Fields.time(spied.createdAt()),
        "attacker_user_id", spied.attacker(),
        "defender_user_id", spied.defender(),
        "location", place(spied.at()),
        "snapshot",
            spied.defender() == null ? Map.of() : snapshot.isObject() ? snapshot : spied.report());
  }

  /// The coordinate's key is `planet` here.
  static Map<String, @Nullable Object> place(ReportReads.Place at) {
    return Fields.of("galaxy", at.galaxy(), "system", at.system(), "planet", at.position());
  }

  private OlderReply notifications(OlderCall call) {
    int most = most(call);
    int skip = skip(call);
    var rows =
        skip >= KEPT
            ? List.<MessageReads.Message>of()
            : messages.of(call.player(), "notification", Math.min(most, KEPT - skip), skip);
    return OlderReply.ok(
        Map.of(
            "notifications",
            rows.stream()
                .map(row ->
                    Fields.of(
                        "id", row.id(),
                        "user_id", call.player(),
                        "type", row.type(),
                        "payload", row.payload(),
                        "priority", row.priority(),
                        "created_at", Fields.time(row.createdAt()),
                        "read_at", Fields.time(row.readAt())))
                .toList()));
  }

  private OlderReply discard(OlderCall call) {
    long id = call.number("notification");
    var answer =
        orders.command(
            OrderKeys.key("discard " + id, call), new PlayerCommand.Discard(call.player(), id));
    return switch (answer) {
      case PlayerAnswer.Refused _ -> OlderReply.no(404, "Notification not found");
      case PlayerAnswer.Done _,
          PlayerAnswer.Echo _,
          PlayerAnswer.Enrolled _,
          PlayerAnswer.Settled _ ->
          OlderReply.ok(Fields.of("deleted", true, "id", id));
    };
  }
}
