package dev.overwinter.catalogue.web;

import dev.overwinter.catalogue.Channels;
import dev.overwinter.catalogue.GamePort;
import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.GameVolume;
import dev.overwinter.catalogue.Hardening;
import dev.overwinter.catalogue.HeapRule;
import dev.overwinter.catalogue.IdleRule;
import dev.overwinter.catalogue.Install;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.catalogue.Resources;
import dev.overwinter.catalogue.StopRule;
import dev.overwinter.catalogue.Variable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The keys of a catalogue entry. What an entry refers to is looked at by [TemplateChecks].
final class TemplateReader {
  private static final Duration LONG = Duration.ofHours(2);
  private static final Duration DAYS = Duration.ofDays(7);
  private static final int MOST_PORTS = 8;
  private static final Pattern ID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");
  private static final String NAMED = "a short name of a-z, 0-9 and dashes, for example game";
  private static final Pattern USER = Pattern.compile("\\d{1,6}:\\d{1,6}");
  private static final Pattern PATH = Pattern.compile("(?:/[\\w.-]+){1,8}");
  private static final String A_PATH = "an absolute path such as /data";
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){1,32}");
  // A tag or a digest must be named: "latest" may be another game tomorrow.
  private static final Pattern IMAGE =
      Pattern.compile(
          "[a-z0-9][a-z0-9._-]*(?::\\d{1,5})?(?:/[a-z0-9._-]+)*"
              + "(?::(?!latest$)\\w[\\w.-]{0,127}|(?::\\w[\\w.-]{0,127})?@sha256:[0-9a-f]{64})");
  private static final String AN_IMAGE = "an image with a tag other than latest, or a digest";

  private TemplateReader() {}

  /// Reads an entry; it may be used when the notes hold nothing.
  static GameTemplate read(EntryReader entry, EntryNotes notes) {
    var ports = ports(entry);
    var volumes = volumes(entry);
    var template =
        new GameTemplate(
            entry.textMatching("id", ID, "1 to 32 of a-z, 0-9 and inner dashes"),
            entry.text("name", 64),
            entry.text("description", 300),
            entry.textMatching("image", IMAGE, AN_IMAGE),
            ports,
            volumes,
            entry.texts("environment", ReservedNames::forCatalogue),
            entry.parts("variables", 64).stream().map(VariableReader::read).toList(),
            entry.list("arguments", 64),
            resources(entry.part("resources")),
            hardening(entry.part("hardening")),
            channels(entry, ports.getFirst()),
            stop(entry.part("stop")),
            entry.span("startTimeout", LONG),
            idle(entry),
            entry.optionalFlag("answers_asleep", true),
            entry.optionalFlag("proxy_protocol", false),
            entry.has("price_class")
                ? entry.textMatching("price_class", NAME, NAMED)
                : GameTemplate.USUAL_PRICE,
            install(entry));
    entry.refuseOthers();
    new TemplateChecks(entry, notes, template).run();
    return template;
  }

  /// A list, or the older `protocol` and `port` of the only one.
  private static List<GamePort> ports(EntryReader entry) {
    if (!entry.has("ports")) {
      var protocol = entry.oneOf("protocol", GameProtocol.class);
      return List.of(
          new GamePort(
              "game", protocol, entry.number("port", 1, 65_535), false, JoinRule.ANYTHING));
    }
    var ports = entry.parts("ports", MOST_PORTS).stream().map(TemplateReader::port).toList();
    if (ports.isEmpty()) {
      entry.wrong("ports", "none (expected: at least one port)");
      return List.of(new GamePort("?", GameProtocol.RAW_TCP, 1, false, JoinRule.ANYTHING));
    }
    if (ports.getFirst().hidden()) {
      entry.wrong("ports", "the first is hidden (expected: where players connect)");
      return List.of(new GamePort("?", GameProtocol.RAW_TCP, 1, false, JoinRule.ANYTHING));
    }
    return ports;
  }

  private static GamePort port(EntryReader part) {
    boolean hidden = part.optionalFlag("hidden", false);
    boolean sameOutside = part.optionalFlag("same_outside", false);
    if (hidden && sameOutside) {
      part.wrong("same_outside", "true (expected: false, for a hidden port has no number outside)");
    }
    var port =
        new GamePort(
            part.textMatching("name", NAME, NAMED),
            part.oneOf("protocol", GameProtocol.class),
            part.number("port", 1, 65_535),
            sameOutside && !hidden,
            part.has("joins") ? joins(part.part("joins")) : JoinRule.ANYTHING,
            hidden);
    part.refuseOthers();
    return port;
  }

  private static JoinRule joins(EntryReader part) {
    var least = part.optionalNumber("min_bytes", 1, 1024, 1);
    var prefix =
        part.has("prefix_hex")
            ? part.textMatching("prefix_hex", HEX, "1 to 32 bytes in quoted hexadecimal")
            : "";
    part.refuseOthers();
    return new JoinRule(least, HEX.matcher(prefix).matches() ? prefix : "");
  }

  /// A list, or the older `dataPath` of the only one.
  private static List<GameVolume> volumes(EntryReader entry) {
    if (!entry.has("volumes")) {
      return List.of(new GameVolume("world", entry.textMatching("dataPath", PATH, A_PATH)));
    }
    var volumes = entry.parts("volumes", 8).stream().map(TemplateReader::volume).toList();
    if (volumes.isEmpty()) {
      entry.wrong("volumes", "none (expected: at least one volume)");
      return List.of(new GameVolume("?", "/"));
    }
    return volumes;
  }

  private static GameVolume volume(EntryReader part) {
    var volume =
        new GameVolume(
            part.textMatching("name", NAME, NAMED), part.textMatching("path", PATH, A_PATH));
    part.refuseOthers();
    return volume;
  }

  private static Resources resources(EntryReader part) {
    var resources =
        new Resources(
            part.bytes("memory", 16),
            part.milliCpus("cpus"),
            part.number("pids", 1, 32_768),
            part.has("heap") ? heap(part.part("heap")) : HeapRule.ALL);
    part.refuseOthers();
    return resources;
  }

  private static HeapRule heap(EntryReader part) {
    var percent = part.optionalNumber("percent", 10, 100, 100);
    var overhead = part.has("overhead") ? part.bytes("overhead", 1) >> 20 : 0;
    part.refuseOthers();
    return new HeapRule(percent, Math.toIntExact(overhead));
  }

  private static Hardening hardening(EntryReader part) {
    var hardening =
        new Hardening(
            part.textMatching("user", USER, "uid:gid, for example 1000:1000"),
            part.flag("readOnlyRoot"),
            part.flag("egress"));
    part.refuseOthers();
    return hardening;
  }

  /// What is not declared is what the first port can do by itself.
  private static Channels channels(EntryReader entry, GamePort first) {
    var askable = first.protocol().askable();
    var readiness =
        new Channels.Readiness(
            askable ? Channels.ReadinessKind.PROTOCOL : Channels.ReadinessKind.TCP_CONNECT,
            first.name(),
            "");
    var query =
        askable
            ? new Channels.Query(Channels.QueryKind.PROTOCOL, first.name())
            : new Channels.Query(Channels.QueryKind.NONE, "");
    if (!entry.has("channels")) {
      return new Channels(readiness, query, Channels.Command.STDIN);
    }
    var part = entry.part("channels");
    var told = part.has("readiness") ? readiness(part.part("readiness")) : readiness;
    var asked = part.has("query") ? query(part.part("query")) : query;
    var command =
        part.has("command")
            ? part.oneOf("command", Channels.Command.class)
            : Channels.Command.STDIN;
    var channels =
        command == Channels.Command.RCON
            ? new Channels(told, asked, command, rcon(part.part("rcon")))
            : new Channels(told, asked, command);
    part.refuseOthers();
    return channels;
  }

  private static Channels.Rcon rcon(EntryReader part) {
    var password = part.text("password", 64);
    ReservedNames.forCatalogue(password).ifPresent(why -> part.wrong("password", why));
    var rcon = new Channels.Rcon(part.textMatching("port", NAME, NAMED), password);
    part.refuseOthers();
    return rcon;
  }

  private static Channels.Readiness readiness(EntryReader part) {
    var kind = part.oneOf("kind", Channels.ReadinessKind.class);
    boolean line = kind == Channels.ReadinessKind.LOG_LINE;
    var pattern = line ? part.optionalExpression("pattern") : "";
    if (line && pattern.isEmpty()) {
      part.wrong("pattern", "missing (expected: a regular expression of a log line)");
    }
    var readiness =
        new Channels.Readiness(kind, line ? "" : part.textMatching("port", NAME, NAMED), pattern);
    part.refuseOthers();
    return readiness;
  }

  private static Channels.Query query(EntryReader part) {
    var kind = part.oneOf("kind", Channels.QueryKind.class);
    var port = kind == Channels.QueryKind.NONE ? "" : part.textMatching("port", NAME, NAMED);
    part.refuseOthers();
    return new Channels.Query(kind, port);
  }

  private static StopRule stop(EntryReader part) {
    var stop =
        new StopRule(
            part.optionalText("command", 200),
            part.span("grace", LONG),
            part.optionalExpression("stop_line"));
    part.refuseOthers();
    return stop;
  }

  private static IdleRule idle(EntryReader entry) {
    if (!entry.has("idle")) {
      return IdleRule.USUAL;
    }
    var part = entry.part("idle");
    var idle =
        new IdleRule(
            part.has("after") ? part.span("after", DAYS) : IdleRule.USUAL.idle(),
            part.has("minimum_awake")
                ? part.span("minimum_awake", DAYS)
                : IdleRule.USUAL.minimumAwake());
    part.refuseOthers();
    return idle;
  }

  private static @Nullable Install install(EntryReader entry) {
    if (!entry.has("install")) {
      return null;
    }
    var part = entry.part("install");
    var image = part.has("image") ? part.textMatching("image", IMAGE, AN_IMAGE) : "";
    var command = part.list("command", 64);
    if (command.isEmpty()) {
      part.wrong("command", "none (expected: a list, what to run)");
      command = List.of("?");
    }
    var install = new Install(image, command, part.span("limit", LONG));
    part.refuseOthers();
    return install;
  }

  /// The variables of an entry.
  private static final class VariableReader {
    private static final int MOST_TEXT = 1000;
    private static final long WIDE = 1_000_000_000_000L;

    private VariableReader() {}

    static Variable read(EntryReader part) {
      var name = part.text("name", 64);
      ReservedNames.forOwners(name).ifPresent(why -> part.wrong("name", why));
      var kind = part.oneOf("kind", Variable.Kind.class);
      boolean text = kind == Variable.Kind.TEXT;
      boolean number = kind == Variable.Kind.INTEGER;
      long least = text ? part.optionalNumber("least", 0, MOST_TEXT, 0) : 0;
      long most = text ? part.optionalNumber("most", 1, MOST_TEXT, 200) : 0;
      if (number) {
        least = part.wide("least", -WIDE, WIDE);
        most = part.wide("most", -WIDE, WIDE);
      }
      if (least > most) {
        part.wrong("least", least + " (expected: at most " + most + ")");
        least = most;
      }
      var choices = kind == Variable.Kind.CHOICE ? part.list("choices", 64) : List.<String>of();
      if (kind == Variable.Kind.CHOICE && choices.isEmpty()) {
        part.wrong("choices", "none (expected: a list of values)");
      }
      var variable =
          new Variable(
              name,
              part.text("label", 64),
              part.optionalText("description", 300),
              kind,
              part.asWritten("preset"),
              least,
              most,
              choices,
              part.optionalFlag("required", false),
              part.optionalFlag("secret", false));
      check(part, variable);
      part.refuseOthers();
      return variable;
    }

    private static void check(EntryReader part, Variable variable) {
      if (variable.preset().isEmpty()) {
        return;
      }
      if (variable.secret()) {
        part.wrong("preset", "not for a secret (expected: none; it would be everybody's)");
        return;
      }
      variable.objection(variable.preset()).ifPresent(why -> part.wrong("preset", why));
    }
  }
}
