package dev.overwinter.api;

import dev.overwinter.backups.BackupRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// What accounts may have. There is always the plan `standard`; a file may describe it and others.
///
/// @param plans `OVERWINTER_API_PLANS`: a YAML file, read at the start: a plan's name to `servers`
///   (`OVERWINTER_API_SERVERS_PER_ACCOUNT`), `awake` (as many), `memory` (any size) and `backups`
///   (20), each of which may be left out
/// @param usual `OVERWINTER_API_PLAN` (standard): what those have whom nobody gave another
public record PlansConfig(List<Plan> plans, Plan usual) {
  private static final String FILE = "OVERWINTER_API_PLANS";
  private static final String USUAL = "OVERWINTER_API_PLAN";
  private static final String STANDARD = "standard";
  private static final int MOST_SERVERS = 10_000;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6}) ?(MiB|GiB)");
  private static final Set<String> FIELDS = Set.of("servers", "awake", "memory", "backups");

  public PlansConfig {
    plans = List.copyOf(plans);
  }

  /// A plan by its name.
  public Optional<Plan> plan(String name) {
    return plans.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  /// The plan of an account; one that is described no more is the usual one.
  ///
  /// @param name as it was given to the account; null when nobody gave it any
  public Plan of(@Nullable String name) {
    return Optional.ofNullable(name).flatMap(this::plan).orElse(usual);
  }

  /// @param servers how many a plan has that does not say
  static PlansConfig from(Map<String, String> env, int servers) {
    var file = env.getOrDefault(FILE, "");
    var plans = file.isBlank() ? new ArrayList<Plan>() : read(Path.of(file), servers);
    if (plans.stream().noneMatch(plan -> plan.name().equals(STANDARD))) {
      plans.addFirst(plan(STANDARD, Map.of(), servers));
    }
    var usual = env.getOrDefault(USUAL, STANDARD);
    return plans.stream()
        .filter(plan -> plan.name().equals(usual))
        .findFirst()
        .map(plan -> new PlansConfig(plans, plan))
        .orElseThrow(() ->
            new IllegalArgumentException(
                USUAL
                    + ": "
                    + usual
                    + " (expected: one of "
                    + plans.stream().map(Plan::name).toList()
                    + ")"));
  }

  private static List<Plan> read(Path file, int servers) {
    try {
      if (!(yaml().load(Files.readString(file)) instanceof Map<?, ?> described)) {
        throw wrong(file.toString(), "expected: plans by their names");
      }
      var plans = new ArrayList<Plan>();
      described.forEach((name, fields) -> {
        var known = String.valueOf(name);
        if (!NAME.matcher(known).matches() || !(fields instanceof Map<?, ?> map)) {
          throw wrong(known, "expected: a plan's name, such as club, and what it has");
        }
        plans.add(plan(known, map, servers));
      });
      return plans;
    } catch (IOException e) {
      throw new IllegalArgumentException(FILE + ": " + file + " (expected: a readable file)", e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException(FILE + ": " + file + " is no YAML: " + e.getMessage(), e);
    }
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(10);
    return new Yaml(new SafeConstructor(options));
  }

  private static Plan plan(String name, Map<?, ?> fields, int usualServers) {
    for (var field : fields.keySet()) {
      if (!FIELDS.contains(String.valueOf(field))) {
        throw wrong(name + "." + field, "expected: servers, awake, memory or backups");
      }
    }
    var servers = number(name, fields, "servers", usualServers, MOST_SERVERS);
    return new Plan(
        name,
        servers,
        number(name, fields, "awake", servers, MOST_SERVERS),
        bytes(name, fields.get("memory")),
        number(name, fields, "backups", BackupRules.ASKED_MOST, BackupRules.ASKED_MOST));
  }

  private static int number(String name, Map<?, ?> fields, String field, int usual, int most) {
    var given = fields.get(field);
    if (given == null) {
      return usual;
    }
    if (given instanceof Integer number && number >= 0 && number <= most) {
      return number;
    }
    throw wrong(name + "." + field + ": " + given, "expected: 0.." + most);
  }

  private static long bytes(String name, @Nullable Object given) {
    if (given == null) {
      return Plan.ANY;
    }
    var size = SIZE.matcher(given.toString());
    if (!size.matches()) {
      throw wrong(name + ".memory: " + given, "expected: for example 512 MiB or 4 GiB");
    }
    return Long.parseLong(size.group(1)) << ("GiB".equals(size.group(2)) ? 30 : 20);
  }

  private static IllegalArgumentException wrong(String what, String expected) {
    return new IllegalArgumentException(FILE + ": " + what + " (" + expected + ")");
  }
}
