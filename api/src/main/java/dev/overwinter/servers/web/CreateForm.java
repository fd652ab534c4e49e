package dev.overwinter.servers.web;

import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Variable;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// What a person has typed into the form of a server's settings: shown again, word for word, when
/// something is wrong with it.
///
/// A setting of the game is the field `env.<game>.<NAME>`, so that one page can hold the settings
/// of all games and works without a script.
///
/// @param typed field to text; secrets are not among them
/// @param problems field to what was expected
record CreateForm(Map<String, String> typed, Map<String, String> problems) {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "friendly_name", "",
          "game_image_id", "lobby",
          "auto_sleep", "true",
          "idle_minutes", "15",
          "hold_seconds", "60",
          "public_port", "",
          "allowed_players", "",
          "motd", "Asleep. Join to wake it up.",
          "place", "");
  private static final String PLACE_NODE = "node:";
  private static final String PLACE_REGION = "region:";

  /// An empty form.
  static CreateForm blank() {
    return new CreateForm(DEFAULTS, Map.of());
  }

  /// A form with the settings of a server.
  static CreateForm of(ServerRow server) {
    var spec = server.spec();
    var typed = new LinkedHashMap<String, String>();
    typed.put("friendly_name", spec.name());
    typed.put("auto_sleep", String.valueOf(spec.hibernation().automatic()));
    var idle = spec.hibernation().idleBeforeSleep();
    typed.put("idle_minutes", String.valueOf((idle.toSeconds() + 59) / 60));
    typed.put("hold_seconds", String.valueOf(spec.joining().holdFor().toSeconds()));
    typed.put("allowed_players", String.join(", ", spec.joining().allowed()));
    typed.put("motd", spec.joining().motd());
    typed.put("proxy_protocol", String.valueOf(spec.joining().proxyProtocol()));
    return new CreateForm(typed, Map.of());
  }

  /// Name of the field of a game's setting.
  static String field(String game, String variable) {
    return "env." + game + "." + variable;
  }

  /// What a setting's field shows: what was typed, or what the game presets.
  public String setting(String game, Variable variable) {
    return typed.getOrDefault(field(game, variable.name()), variable.preset());
  }

  /// Whether the tick box for PROXY protocol is set: as it was typed, or as the game says.
  public boolean tellsAddresses(GameTemplate game) {
    var answer = typed.get("proxy." + game.id());
    return answer == null ? game.proxyProtocol() : Boolean.parseBoolean(answer);
  }

  /// What is wrong with a setting; null when nothing.
  public @Nullable String settingProblem(String game, Variable variable) {
    return problems.get(field(game, variable.name()));
  }

  /// What was sent.
  static CreateForm of(MultiValueMap<String, String> sent) {
    var typed = new LinkedHashMap<String, String>();
    for (var field : DEFAULTS.keySet()) {
      var text = sent.getFirst(field);
      typed.put(field, text == null ? "" : text.strip());
    }
    typed.put("proxy_protocol", sent.containsKey("proxy_protocol") ? "true" : "false");
    return new CreateForm(typed, Map.of());
  }

  /// What was sent for a new server of a game.
  static CreateForm of(MultiValueMap<String, String> sent, GameTemplate game) {
    var form = of(sent);
    if (sent.containsKey("proxy." + game.id() + ".shown")) {
      form.typed()
          .put("proxy." + game.id(), String.valueOf(sent.containsKey("proxy." + game.id())));
    }
    for (var variable : game.variables()) {
      var field = field(game.id(), variable.name());
      var text = sent.getFirst(field);
      if (!variable.secret()) {
        form.typed().put(field, text == null ? "" : text.strip());
      }
    }
    return form;
  }

  /// The settings of a game as they were sent. An empty field is none; an untouched tick box is no.
  static Map<String, Object> settings(MultiValueMap<String, String> sent, GameTemplate game) {
    var settings = new LinkedHashMap<String, Object>();
    for (var variable : game.variables()) {
      var text = sent.getFirst(field(game.id(), variable.name()));
      if (text != null) {
        settings.put(variable.name(), variable.secret() ? text : text.strip());
      } else if (variable.kind() == Variable.Kind.BOOLEAN) {
        settings.put(variable.name(), "FALSE");
      }
    }
    return settings;
  }

  /// A new server, as far as it can be read.
  ServerRequests.Create create(Map<String, Object> envVars, Map<String, String> wrong) {
    var settings = change(wrong);
    return new ServerRequests.Create(
        text("friendly_name"),
        text("game_image_id"),
        settings.autoSleep(),
        number("public_port", wrong),
        envVars,
        settings.idleMinutes(),
        null,
        null,
        settings.holdSeconds(),
        settings.allowedPlayers(),
        settings.motd(),
        null,
        told(),
        place(PLACE_NODE),
        place(PLACE_REGION),
        null);
  }

  /// Left to the game unless the page has asked.
  private @Nullable Boolean told() {
    var answer = typed.get("proxy." + text("game_image_id"));
    return answer == null ? null : Boolean.valueOf(answer);
  }

  private @Nullable String place(String kind) {
    var place = text("place");
    return place.startsWith(kind) ? place.substring(kind.length()) : null;
  }

  /// New settings, as far as they can be read.
  ServerRequests.Change change(Map<String, String> wrong) {
    return new ServerRequests.Change(
        text("friendly_name"),
        "true".equals(text("auto_sleep")),
        null,
        number("idle_minutes", wrong),
        null,
        null,
        number("hold_seconds", wrong),
        players(),
        text("motd"),
        null,
        "true".equals(text("proxy_protocol")));
  }

  /// Checks with the rules of the API.
  ///
  /// @return field to what was expected; empty when all is well
  static Map<String, String> check(Validator validator, Object request, Map<String, String> wrong) {
    var problems = new LinkedHashMap<>(wrong);
    for (var violation : validator.validate(request)) {
      var field =
          switch (violation.getPropertyPath().toString().replaceAll("[\\[.].*", "")) {
            case "friendlyName" -> "friendly_name";
            case "gameImageId" -> "game_image_id";
            case "publicPort" -> "public_port";
            case "idleMinutes" -> "idle_minutes";
            case "holdSeconds" -> "hold_seconds";
            case "allowedPlayers" -> "allowed_players";
            case "motd" -> "motd";
            case "node", "region" -> "place";
            default -> "form";
          };
      problems.putIfAbsent(field, violation.getMessage());
    }
    return problems;
  }

  /// The same form with its problems shown.
  CreateForm with(Map<String, String> shown) {
    return new CreateForm(typed, shown);
  }

  private String text(String field) {
    return typed.getOrDefault(field, "");
  }

  private @Nullable Integer number(String field, Map<String, String> wrong) {
    var text = text(field);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      wrong.put(field, "must be a whole number");
      return null;
    }
  }

  private List<String> players() {
    return Arrays.stream(text("allowed_players").split("[\\s,]+"))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
