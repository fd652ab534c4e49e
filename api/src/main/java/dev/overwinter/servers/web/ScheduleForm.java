package dev.overwinter.servers.web;

import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.Step;
import dev.overwinter.schedules.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// The form of a schedule: what was typed, and what is wrong with it. Usual times are chosen from a
/// list, all others typed as cron.
///
/// @param typed by the name of the field
/// @param problems by the name of the field
public record ScheduleForm(Map<String, String> typed, Map<String, String> problems) {
  /// How many steps it shows; more can be made by the API.
  static final int STEPS = 4;

  private static final int LONGEST_TYPED = 1_100;

  /// A time that people choose by its name.
  ///
  /// @param id in the form
  /// @param words for people
  /// @param days the last three fields of its cron
  public record Preset(String id, String words, String days) {}

  /// Those there are.
  static final List<Preset> PRESETS =
      List.of(
          new Preset("daily", "every day", "* * *"),
          new Preset("weekdays", "Monday to Friday", "* * mon-fri"),
          new Preset("weekend", "Saturday and Sunday", "* * sat,sun"),
          new Preset("weekly", "every Monday", "* * mon"),
          new Preset("monthly", "the 1st of each month", "1 * *"));

  public ScheduleForm {
    typed = Map.copyOf(typed);
    problems = Map.copyOf(problems);
  }

  /// An empty one.
  static ScheduleForm blank() {
    var typed = new LinkedHashMap<String, String>();
    typed.put("when", "daily");
    typed.put("at", "04:00");
    typed.put("only_if_empty", "true");
    typed.put("kind0", "restart");
    typed.put("after0", "0");
    return new ScheduleForm(typed, Map.of());
  }

  /// One that shows a plan.
  static ScheduleForm of(Plan plan) {
    var typed = new LinkedHashMap<String, String>();
    typed.put("name", plan.name());
    typed.put("when", "cron");
    typed.put("cron", plan.cron());
    typed.put("zone", plan.zone());
    typed.put("only_if_empty", String.valueOf(plan.onlyIfEmpty()));
    for (var i = 0; i < Math.min(STEPS, plan.steps().size()); i++) {
      var step = plan.steps().get(i);
      typed.put("kind" + i, step.kind().id());
      typed.put("after" + i, String.valueOf(step.after().toMinutes()));
      typed.put("line" + i, step.line());
    }
    return new ScheduleForm(typed, Map.of());
  }

  /// What a browser has sent.
  static ScheduleForm of(MultiValueMap<String, String> sent) {
    var typed = new LinkedHashMap<String, String>();
    var fields =
        Stream.concat(
            Stream.of("name", "when", "at", "cron", "zone", "only_if_empty"),
            Stream.iterate(0, i -> i < STEPS, i -> i + 1)
                .flatMap(i -> Stream.of("kind" + i, "after" + i, "line" + i)));
    fields.forEach(field -> {
      var value = sent.getFirst(field);
      if (value != null) {
        typed.put(
            field, value.length() > LONGEST_TYPED ? value.substring(0, LONGEST_TYPED) : value);
      }
    });
    return new ScheduleForm(typed, Map.of());
  }

  /// Whether a plan can be shown: it has no more steps than the form, each at a whole minute.
  static boolean shows(Plan plan) {
    return plan.steps().size() <= STEPS
        && plan.steps().stream().allMatch(step -> step.after().toSecondsPart() == 0);
  }

  ScheduleForm with(Map<String, String> wrong) {
    return new ScheduleForm(typed, wrong);
  }

  private String text(String field) {
    return typed.getOrDefault(field, "").strip();
  }

  /// What is asked for, good or not; faults of single fields are put where the caller says.
  Plan plan(Map<String, String> wrong) {
    var steps = new ArrayList<Step>();
    for (var i = 0; i < STEPS; i++) {
      var kind = kind(text("kind" + i));
      if (kind != null) {
        steps.add(
            new Step(kind, after(i, wrong), kind == StepKind.COMMAND ? text("line" + i) : ""));
      }
    }
    return new Plan(
        text("name"), cron(wrong), text("zone"), text("only_if_empty").equals("true"), steps);
  }

  private static @Nullable StepKind kind(String id) {
    return Stream.of(StepKind.values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private Duration after(int step, Map<String, String> wrong) {
    var minutes = text("after" + step);
    if (!minutes.matches("[0-9]{0,2}")) {
      wrong.put(
          "steps", "must each come after 0 to " + ScheduleRules.LONGEST.toMinutes() + " minutes");
      return Duration.ZERO;
    }
    return Duration.ofMinutes(minutes.isEmpty() ? 0 : Integer.parseInt(minutes));
  }

  private String cron(Map<String, String> wrong) {
    var preset = PRESETS.stream().filter(one -> one.id().equals(text("when"))).findFirst();
    if (preset.isEmpty()) {
      return text("cron");
    }
    var at = text("at");
    if (!at.matches("([01][0-9]|2[0-3]):[0-5][0-9](:00)?")) {
      wrong.put("at", "must be a time of day, for example 04:00");
      return "0 0 * * *";
    }
    return "%d %d %s"
        .formatted(
            Integer.parseInt(at.substring(3, 5)),
            Integer.parseInt(at.substring(0, 2)),
            preset.get().days());
  }
}
