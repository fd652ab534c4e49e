package dev.overwinter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Histories keep these words for years. A change here is a change of every running workflow: argue
/// it in the commit that edits `durable-names.txt`.
final class DurableNamesTest {

  @Test
  void namesAreWhatHistoriesRemember() throws IOException {
    var names = new TreeSet<String>();
    SearchAttributes.ALL.forEach(key -> names.add("search attribute " + key.getName()));
    names.add("task queue " + TaskQueues.SERVERS);
    names.add("task queue " + TaskQueues.BILLING);
    names.add("task queue " + TaskQueues.SESSIONS);
    names.add("task queue " + TaskQueues.UNIVERSE);
    names.add("task queue " + TaskQueues.ROOMS);
    names.add("task queue " + TaskQueues.SCHEDULES);
    names.add("task queue " + TaskQueues.SCHEDULE_STEPS);
    names.add("task queue " + TaskQueues.NOTICES);
    names.add("task queue " + TaskQueues.node("<id>"));
    names.add("workflow id " + WorkflowIds.server("<id>"));
    names.add("workflow id " + WorkflowIds.keptWorld("<id>"));
    names.add("workflow id " + WorkflowIds.reconcileNode("<id>"));
    names.add("workflow id " + WorkflowIds.node("<id>"));
    names.add("workflow id " + WorkflowIds.account("<id>"));
    names.add("workflow id " + WorkflowIds.proveLedger());
    names.add("workflow id " + WorkflowIds.tellServers("<id>"));
    names.add("workflow id " + WorkflowIds.announcePrice("<class>", "<use>", Instant.EPOCH, 1));
    names.add("workflow id " + WorkflowIds.session("<TAG>"));
    names.add("workflow id " + WorkflowIds.pool("<id>"));
    names.add("workflow id " + WorkflowIds.reconcileFleet());
    names.add("workflow id " + WorkflowIds.planet(1));
    names.add("workflow id " + WorkflowIds.research(1));
    names.add("workflow id " + WorkflowIds.fleet("<id>"));
    names.add("workflow id " + WorkflowIds.offer("<id>"));
    names.add("workflow id " + WorkflowIds.command("<key>"));
    names.add("workflow id " + WorkflowIds.tellGame("<server>", "<request>"));
    names.add("workflow id " + WorkflowIds.createUniverse("<id>"));
    names.add("workflow id " + WorkflowIds.tidyUniverse());
    names.add("workflow id " + WorkflowIds.room("<id>"));
    names.add("workflow id " + WorkflowIds.tidyRooms());
    names.add("schedule id " + WorkflowIds.schedule("<server>", "<id>"));
    names.add("workflow id " + WorkflowIds.runSchedule("<server>", "<id>"));
    names.add("workflow id " + WorkflowIds.runScheduleNow("<server>", "<id>", "<request>"));
    names.add("workflow id " + WorkflowIds.changeSchedule("<server>", "<id>", "<request>"));
    names.add("workflow id " + WorkflowIds.tidySchedules());
    names.add("workflow id " + WorkflowIds.notices("<id>"));
    names.add("meter " + WorkflowIds.meterOfSession("<id>"));
    for (var type :
        new ClassFileImporter().importPath(Path.of("target/classes")).stream().toList()) {
      type.getMethods().forEach(method -> name(type, method).ifPresent(names::add));
    }
    assertThat(String.join("\n", names) + "\n")
        .isEqualTo(Files.readString(Path.of("src/test/resources/durable-names.txt")));
  }

  private static Optional<String> name(JavaClass type, JavaMethod method) {
    if (method.isAnnotatedWith(WorkflowMethod.class)) {
      return Optional.of("workflow " + method.getAnnotationOfType(WorkflowMethod.class).name());
    }
    if (method.isAnnotatedWith(UpdateMethod.class)) {
      return message(type, "update", method.getAnnotationOfType(UpdateMethod.class).name());
    }
    if (method.isAnnotatedWith(SignalMethod.class)) {
      return message(type, "signal", method.getAnnotationOfType(SignalMethod.class).name());
    }
    if (method.isAnnotatedWith(QueryMethod.class)) {
      var name = method.getAnnotationOfType(QueryMethod.class).name();
      return message(type, "query", name.isEmpty() ? method.getName() : name);
    }
    if (method.isAnnotatedWith(ActivityMethod.class)) {
      var prefix = type.getAnnotationOfType(ActivityInterface.class).namePrefix();
      var name = method.getName();
      return Optional.of(
          "activity " + prefix + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }
    return Optional.empty();
  }

  private static Optional<String> message(JavaClass type, String kind, String name) {
    return Optional.of(kind + " " + type.getSimpleName() + "." + name);
  }
}
