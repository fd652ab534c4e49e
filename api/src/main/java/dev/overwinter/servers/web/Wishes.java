package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Variable;
import dev.overwinter.catalogue.Variables;
import dev.overwinter.catalogue.web.ReservedNames;
import dev.overwinter.durable.Seal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// What an owner chooses for a game: checked against what the game declares, and with its secrets
/// sealed before anything of it is kept.
@Component
final class Wishes {
  /// What stands for a secret wherever values are shown.
  static final String MASK = "********";

  private final Seal seal;

  Wishes(Seal seal) {
    this.seal = seal;
  }

  /// What is wrong, as `env_vars.NAME` to what was expected; empty when all can be used.
  static Map<String, String> problems(GameTemplate game, @Nullable Map<String, Object> given) {
    var problems = new TreeMap<String, String>();
    var texts = texts(game, given, problems);
    Variables.problems(game.variables(), texts)
        .forEach((name, why) ->
            problems.putIfAbsent("env_vars." + name, ReservedNames.forOwners(name).orElse(why)));
    return problems;
  }

  /// The game with an owner's choices, secrets sealed for this server.
  GameTemplate choose(GameTemplate game, String serverId, @Nullable Map<String, Object> given) {
    var values =
        new TreeMap<>(Variables.values(game.variables(), texts(game, given, new TreeMap<>())));
    for (var variable : game.variables()) {
      if (variable.secret()) {
        values.computeIfPresent(variable.name(), (_, value) -> seal.seal(serverId, value));
      }
    }
    game.channels()
        .madeSecret()
        .ifPresent(name -> values.put(name, seal.seal(serverId, Secrets.random())));
    return game.choosing(values);
  }

  /// The game of one server for another of the same owner: its secrets sealed anew.
  ///
  /// @throws Problem 409 `SEALED` when they were sealed by another key
  GameTemplate resealed(GameTemplate game, String from, String to) {
    var values = new TreeMap<String, String>();
    try {
      game.environment()
          .forEach((name, value) -> {
            if (Seal.isSealed(value)) {
              values.put(name, seal.seal(to, seal.open(from, value)));
            }
          });
    } catch (IllegalArgumentException otherKey) {
      throw Problem.of(
              HttpStatus.CONFLICT, "Its passwords were sealed by a key that is not here any more.")
          .code("SEALED");
    }
    return game.choosing(values);
  }

  /// What has been chosen, secrets masked.
  static Map<String, String> shown(GameTemplate game) {
    var shown = new TreeMap<String, String>();
    for (var variable : game.variables()) {
      var value = game.environment().get(variable.name());
      if (value != null) {
        shown.put(variable.name(), variable.secret() || Seal.isSealed(value) ? MASK : value);
      }
    }
    return shown;
  }

  /// Numbers and truth values may be sent as such. What cannot be text is a problem.
  private static Map<String, String> texts(
      GameTemplate game, @Nullable Map<String, Object> given, Map<String, String> problems) {
    var texts = new TreeMap<String, String>();
    if (given == null) {
      return texts;
    }
    given.forEach((name, value) -> {
      switch (value) {
        // Sealed text is only ever made here.
        case String text when !Seal.isSealed(text) -> texts.put(name, text);
        case Integer number -> texts.put(name, String.valueOf(number));
        case Long number -> texts.put(name, String.valueOf(number));
        case Boolean flag -> texts.put(name, isFlag(game, name) ? upper(flag) : flag.toString());
        case null, default ->
            problems.put("env_vars." + name, "not accepted (expected: text or a number)");
      }
    });
    return texts;
  }

  private static boolean isFlag(GameTemplate game, String name) {
    return game.variables().stream()
        .anyMatch(v -> v.name().equals(name) && v.kind() == Variable.Kind.BOOLEAN);
  }

  private static String upper(boolean flag) {
    return flag ? "TRUE" : "FALSE";
  }
}
