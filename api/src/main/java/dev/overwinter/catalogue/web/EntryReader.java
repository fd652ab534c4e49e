package dev.overwinter.catalogue.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads the keys of one YAML map and remembers all that is wrong with them, each with its line, so
/// that an author sees every mistake at once. A wrong value is replaced by a harmless one; the
/// caller asks its notes before it uses anything.
final class EntryReader {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(MiB|GiB)");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6}) ?(s|m|h)");

  private static final int LONGEST = 4096;

  private final EntryNotes notes;
  private final String prefix;
  private final Mark mark;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Mark> keys = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  EntryReader(EntryNotes notes, String prefix, Node node) {
    this.notes = notes;
    this.prefix = prefix;
    this.mark = node.getStartMark();
    if (!(node instanceof MappingNode map)) {
      var key = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
      notes.wrong(mark, key, show(node) + " (expected: a map)");
      return;
    }
    for (var entry : map.getValue()) {
      var key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (values.putIfAbsent(key, entry.getValueNode()) != null) {
        notes.wrong(entry.getKeyNode().getStartMark(), prefix + key, "twice (expected: once)");
      }
      keys.putIfAbsent(key, entry.getKeyNode().getStartMark());
    }
  }

  /// Says what is wrong with a key, which may be missing.
  void wrong(String key, String expected) {
    var value = values.get(key);
    notes.wrong(value == null ? mark : value.getStartMark(), prefix + key, expected);
  }

  boolean has(String key) {
    return take(key) != null;
  }

  String text(String key, int most) {
    var value = string(key);
    if (value != null && !value.isBlank() && value.length() <= most) {
      return value.strip();
    }
    return harmless(key, "text of 1 to " + most + " characters", "?");
  }

  String textMatching(String key, Pattern pattern, String expected) {
    var value = string(key);
    return value != null && pattern.matcher(value).matches() ? value : harmless(key, expected, "?");
  }

  /// Text that may be absent or empty.
  String optionalText(String key, int most) {
    var value = has(key) ? string(key) : "";
    return value != null && value.length() <= most
        ? value
        : harmless(key, "text of up to " + most + " characters", "");
  }

  /// A regular expression that may be absent.
  String optionalExpression(String key) {
    var text = optionalText(key, 300);
    try {
      return Pattern.compile(text).pattern();
    } catch (PatternSyntaxException e) {
      return harmless(key, "a regular expression: " + e.getDescription(), "");
    }
  }

  int number(String key, int least, int most) {
    return Math.toIntExact(wide(key, least, most));
  }

  int optionalNumber(String key, int least, int most, int otherwise) {
    return has(key) ? number(key, least, most) : otherwise;
  }

  long wide(String key, long least, long most) {
    if (take(key) instanceof ScalarNode scalar
        && Tag.INT.equals(scalar.getTag())
        && WHOLE.matcher(scalar.getValue()).matches()) {
      long number = Long.parseLong(scalar.getValue());
      if (number >= least && number <= most) {
        return number;
      }
    }
    return harmless(key, least + ".." + most, least);
  }

  /// A number of cores such as `0.5`, in thousandths.
  int milliCpus(String key) {
    if (take(key) instanceof ScalarNode scalar
        && scalar.getValue().matches("\\d{1,3}(\\.\\d{1,3})?")
        && !Tag.STR.equals(scalar.getTag())) {
      double cores = Double.parseDouble(scalar.getValue());
      if (cores >= 0.05 && cores <= 64) {
        return (int) Math.round(cores * 1000);
      }
    }
    return harmless(key, "0.05..64 cores", 1000);
  }

  boolean flag(String key) {
    if (take(key) instanceof ScalarNode scalar
        && (scalar.getValue().equals("true") || scalar.getValue().equals("false"))) {
      return scalar.getValue().equals("true");
    }
    return harmless(key, "true or false", false);
  }

  boolean optionalFlag(String key, boolean otherwise) {
    return has(key) ? flag(key) : otherwise;
  }

  long bytes(String key, long leastMebibytes) {
    var value = string(key);
    var size = SIZE.matcher(value == null ? "" : value);
    if (size.matches()) {
      long mebibytes = Long.parseLong(size.group(1)) * ("GiB".equals(size.group(2)) ? 1024 : 1);
      if (mebibytes >= leastMebibytes && mebibytes <= 1L << 20) {
        return mebibytes << 20;
      }
    }
    var expected = leastMebibytes + " MiB to 1024 GiB, for example 512 MiB";
    return harmless(key, expected, leastMebibytes << 20);
  }

  Duration span(String key, Duration most) {
    var value = string(key);
    var span = SPAN.matcher(value == null ? "" : value);
    if (span.matches()) {
      long amount = Long.parseLong(span.group(1));
      var length =
          switch (span.group(2)) {
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
          };
      if (!length.isZero() && length.compareTo(most) <= 0) {
        return length;
      }
    }
    return harmless(key, "1s to " + most.toHours() + "h, for example 90s", Duration.ofSeconds(1));
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    var value = string(key);
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    var names = Stream.of(type.getEnumConstants()).map(Enum::name).toList();
    return harmless(key, "one of " + names, type.getEnumConstants()[0]);
  }

  /// Any single value, as it is written; empty when it is absent.
  String asWritten(String key) {
    return switch (take(key)) {
      case null -> "";
      case ScalarNode scalar -> scalar.getValue();
      default -> harmless(key, "one value", "");
    };
  }

  /// A list of single values, as they are written; empty when it is absent.
  List<String> list(String key, int most) {
    var result = new ArrayList<String>();
    for (var item : items(key, most)) {
      if (item instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
        result.add(scalar.getValue());
      } else {
        notes.wrong(item.getStartMark(), prefix + key, show(item) + " (expected: one value)");
      }
    }
    return result;
  }

  /// A list of maps; empty when it is absent.
  List<EntryReader> parts(String key, int most) {
    var parts = new ArrayList<EntryReader>();
    for (var item : items(key, most)) {
      parts.add(new EntryReader(notes, prefix + key + "[" + parts.size() + "].", item));
    }
    return parts;
  }

  /// A map of text to text; every value must be quoted, so that `TRUE` stays what was written.
  Map<String, String> texts(String key, Function<String, Optional<String>> objection) {
    var result = new LinkedHashMap<String, String>();
    var node = take(key);
    if (node == null) {
      return result;
    }
    var map = new EntryReader(notes, prefix + key + ".", node);
    for (var name : map.values.keySet()) {
      var why = objection.apply(name);
      var text = map.string(name);
      if (why.isPresent()) {
        notes.wrong(map.keyMark(name), map.prefix + name, why.get());
      } else if (text == null || text.length() > LONGEST) {
        map.wrong(name, show(map.values.get(name)) + " (expected: quoted text)");
      } else {
        result.put(name, text);
      }
    }
    return result;
  }

  /// A map that must be there.
  EntryReader part(String key) {
    var value = take(key);
    if (value != null) {
      return new EntryReader(notes, prefix + key + ".", value);
    }
    wrong(key, "missing (expected: a map)");
    return none(key);
  }

  /// A part without any key, in which nothing is wrong yet.
  private EntryReader none(String key) {
    var empty =
        new MappingNode(Tag.MAP, true, List.of(), mark, mark, DumperOptions.FlowStyle.BLOCK);
    return new EntryReader(new EntryNotes(""), prefix + key + ".", empty);
  }

  /// Says which keys nobody asked for: a typing mistake must not be silently ignored.
  void refuseOthers() {
    for (var key : values.keySet()) {
      if (!known.contains(key)) {
        notes.wrong(keyMark(key), prefix + key, "unknown (expected: one of " + known + ")");
      }
    }
  }

  private Mark keyMark(String key) {
    return keys.getOrDefault(key, mark);
  }

  private List<Node> items(String key, int most) {
    var node = take(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence && sequence.getValue().size() <= most) {
      return sequence.getValue();
    }
    return harmless(key, "a list of at most " + most, List.of());
  }

  private @Nullable String string(String key) {
    return take(key) instanceof ScalarNode scalar && Tag.STR.equals(scalar.getTag())
        ? scalar.getValue()
        : null;
  }

  private @Nullable Node take(String key) {
    known.add(key);
    var node = values.get(key);
    return node == null || Tag.NULL.equals(node.getTag()) ? null : node;
  }

  private <T> T harmless(String key, String expected, T value) {
    wrong(key, show(take(key)) + " (expected: " + expected + ")");
    return value;
  }

  private static String show(@Nullable Node node) {
    return switch (node) {
      case null -> "missing";
      case ScalarNode scalar when Tag.NULL.equals(scalar.getTag()) -> "empty";
      case ScalarNode scalar -> shortened(scalar.getValue());
      case SequenceNode _ -> "a list";
      case MappingNode _ -> "a map";
      default -> node.getTag().toString().toLowerCase(Locale.ROOT);
    };
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
