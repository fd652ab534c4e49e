package dev.overwinter.catalogue.web;

import dev.overwinter.catalogue.GamePort;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Transport;
import dev.overwinter.catalogue.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What an entry says in one place about another: names that must exist, that may exist once, and
/// what can be asked of which port.
final class TemplateChecks {
  private final EntryReader entry;
  private final EntryNotes notes;
  private final GameTemplate game;

  TemplateChecks(EntryReader entry, EntryNotes notes, GameTemplate game) {
    this.entry = entry;
    this.notes = notes;
    this.game = game;
  }

  void run() {
    once("ports", "name", game.ports(), GamePort::name);
    once("ports", "port", game.ports(), TemplateChecks::door);
    once("volumes", "name", game.volumes(), volume -> volume.name());
    once("volumes", "path", game.volumes(), volume -> volume.path());
    once("variables", "name", game.variables(), Variable::name);
    for (int i = 0; i < game.variables().size(); i++) {
      var name = game.variables().get(i).name();
      if (game.environment().containsKey(name)) {
        part("variables", i).wrong("name", name + ": in environment, too (expected: in one place)");
      }
    }
    if (notes.noneAt("ports") && notes.noneAt("protocol") && notes.noneAt("port")) {
      readiness();
      query();
      rcon();
      if (notes.noneAt("variables") && notes.noneAt("environment") && notes.noneAt("resources")) {
        placeholders();
        sameOutside();
      }
    }
  }

  private void readiness() {
    var readiness = game.channels().readiness();
    switch (readiness.kind()) {
      case PROTOCOL ->
          asked(
              "readiness", readiness.port(), port -> port.protocol().askable(), "can be asked it");
      case TCP_CONNECT ->
          asked(
              "readiness",
              readiness.port(),
              port -> port.protocol().transport() == Transport.TCP,
              "takes connections; say channels.readiness");
      case LOG_LINE -> {}
    }
  }

  private void query() {
    var query = game.channels().query();
    switch (query.kind()) {
      case PROTOCOL ->
          asked("query", query.port(), port -> port.protocol().askable(), "can be asked it");
      case TSHOCK_REST ->
          asked(
              "query",
              query.port(),
              port -> port.protocol().transport() == Transport.TCP,
              "takes connections");
      case NONE -> {}
    }
  }

  /// Nobody but the node may reach it: commands by RCON travel in the clear.
  private void rcon() {
    var rcon = game.channels().rcon();
    if (rcon == null) {
      return;
    }
    var place = entry.part("channels").part("rcon");
    var good =
        game.port(rcon.port())
            .filter(port -> port.hidden() && port.protocol().transport() == Transport.TCP);
    if (good.isEmpty()) {
      place.wrong("port", rcon.port() + " (expected: a hidden one of ports that is TCP)");
    }
    var password = rcon.password();
    if (game.environment().containsKey(password)
        || game.variables().stream().anyMatch(variable -> variable.name().equals(password))) {
      place.wrong("password", password + ": said elsewhere, too (expected: made by Overwinter)");
    }
  }

  private void asked(String what, String port, Predicate<GamePort> good, String ability) {
    if (game.port(port).filter(good).isEmpty() && notes.noneAt("channels." + what)) {
      var place = entry.has("channels") ? entry.part("channels") : entry;
      var key = entry.has("channels") ? what : "channels";
      if (entry.has("channels") && place.has(what)) {
        place = place.part(what);
        key = "port";
      }
      place.wrong(key, port + " (expected: one of ports that " + ability + ")");
    }
  }

  private void placeholders() {
    var unknown = game.unknownPlaceholders();
    game.environment()
        .forEach((name, value) ->
            unknown.stream()
                .filter(value::contains)
                .forEach(word -> entry.part("environment").wrong(name, word + meansNothing())));
    for (int i = 0; i < game.arguments().size(); i++) {
      var argument = game.arguments().get(i);
      for (var word : unknown) {
        if (argument.contains(word)) {
          entry.wrong("arguments", argument + ": " + word + meansNothing());
        }
      }
      optional(argument);
    }
  }

  private static String meansNothing() {
    return " means nothing (expected: port.<name>, memory.mib, heap.mib, server.id, or env.<NAME>"
        + " in arguments)";
  }

  /// What nobody has chosen would stand in the command line as its placeholder.
  private void optional(String argument) {
    for (var variable : game.variables()) {
      if (argument.contains("{{env." + variable.name() + "}}")
          && !variable.required()
          && variable.preset().isEmpty()) {
        entry.wrong(
            "arguments",
            argument + ": " + variable.name() + " may be absent (expected: required, or a preset)");
      }
    }
  }

  private void sameOutside() {
    for (int i = 0; i < game.ports().size(); i++) {
      var port = game.ports().get(i);
      if (port.sameOutside() && names(port).noneMatch(this::told)) {
        part("ports", i)
            .wrong(
                "same_outside",
                "the game is never told (expected: {{port."
                    + port.name()
                    + "}} in environment or arguments)");
      }
    }
  }

  /// TCP and UDP of one number are told by one name.
  private Stream<String> names(GamePort port) {
    return game.ports().stream()
        .filter(other -> other.port() == port.port())
        .map(other -> "{{port." + other.name() + "}}");
  }

  private boolean told(String placeholder) {
    return Stream.concat(game.environment().values().stream(), game.arguments().stream())
        .anyMatch(text -> text.contains(placeholder));
  }

  private <T> void once(String list, String key, List<T> items, Function<T, String> name) {
    var seen = new HashSet<String>();
    for (int i = 0; i < items.size(); i++) {
      if (!seen.add(name.apply(items.get(i)))) {
        part(list, i).wrong(key, name.apply(items.get(i)) + ": twice (expected: once)");
      }
    }
  }

  private EntryReader part(String list, int index) {
    // Reads again what has been read without a problem: only its place is wanted.
    var parts = entry.parts(list, Integer.MAX_VALUE);
    return index < parts.size() ? parts.get(index) : entry;
  }

  private static String door(GamePort port) {
    return port.protocol().transport() + " " + port.port();
  }
}
