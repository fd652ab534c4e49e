package dev.overwinter.worker;

import static dev.overwinter.worker.RoomGround.ANN;
import static dev.overwinter.worker.RoomGround.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.Round;
import dev.overwinter.rooms.game.Top10Table;
import dev.overwinter.worker.MortalWorker.Deed;
import dev.overwinter.worker.MortalWorker.Moment;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A worker is killed at each step of a round, and another comes after it. Each step has a room and
/// a queue of its own, so that all die at once and nobody waits for one after the other.
final class RoomDeaths implements AutoCloseable {
  private static final RoomCommand START = new RoomCommand.Start(null, null);
  private static final int FEW_EVENTS = 12;
  private static final int FAR_TOO_MANY = 100;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Death, CompletableFuture<Void>> deaths = new TreeMap<>();
  private final RoomGround ground;

  /// When a worker is killed, and what is found then.
  enum Death {
    START_ACCEPTED(false, false),
    START_DRAWN(false, false),
    START_WRITTEN(false, false),
    START_COMMITTED(true, false),
    START_DECIDED(true, false),
    START_REPORTED(true, true),
    CLOCK_WRITTEN(false, false),
    CLOCK_COMMITTED(true, false),
    CLOCK_DECIDED(true, false),
    CLOCK_REPORTED(true, true),
    NEW_RUN_DECIDED(true, false),
    NEW_RUN_REPORTED(true, true);

    private final Deed deed;
    private final Moment moment;

    /// Whether PostgreSQL has what it was about.
    private final boolean kept;

    /// Whether Temporal has.
    private final boolean told;

    Death(boolean kept, boolean told) {
      int last = name().lastIndexOf('_');
      deed = Deed.valueOf(name().substring(0, last));
      moment = Moment.valueOf(name().substring(last + 1));
      this.kept = kept;
      this.told = told;
    }

    RoomId room() {
      return new RoomId("killed-" + name().toLowerCase(Locale.ROOT));
    }

    String queue() {
      return "rooms-" + name();
    }
  }

  /// All of them begin.
  RoomDeaths(RoomGround ground) {
    this.ground = ground;
    for (var death : Death.values()) {
      deaths.put(death, CompletableFuture.runAsync(() -> happens(death), threads));
    }
  }

  /// Waits for one, and fails as it does.
  void await(Death death) {
    Objects.requireNonNull(deaths.get(death)).join();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    ground.close();
  }

  private void happens(Death death) {
    try {
      switch (death.deed) {
        case START -> startDies(death);
        case CLOCK -> clockDies(death);
        case NEW_RUN -> newRunDies(death);
        case OTHER, NOTHING -> throw new AssertionError("nobody dies");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private MortalWorker mortal(Death death) {
    return ground.worker(death.queue(), death.deed, death.moment);
  }

  private MortalWorker immortal(Death death) {
    return ground.worker(death.queue(), Deed.NOTHING, death.moment);
  }

  private RoomAnswer.Done ask(Death death, String request, RoomCommand command) {
    int most = death.deed == Deed.NEW_RUN ? FEW_EVENTS : 0;
    var answer = ground.ask(death.room(), death.queue(), most, request, command);
    assertThat(answer).isInstanceOf(RoomAnswer.Done.class);
    return (RoomAnswer.Done) answer;
  }

  private CompletableFuture<RoomAnswer.Done> asked(
      Death death, String request, RoomCommand command) {
    return CompletableFuture.supplyAsync(() -> ask(death, request, command), threads)
        .orTimeout(120, TimeUnit.SECONDS);
  }

  private @Nullable Round round(Death death) {
    return ground.state(death.room()).round();
  }

  private static RoomCommand named(String name) {
    return new RoomCommand.Configure(name, null, null);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private int events(Death death, String type) {
    return Collections.frequency(ground.events(death.room()), type);
  }

  /// The room's next step writes all that its workflow has: it is what was dealt.
  private void isStillDealt(Death death, @Nullable Round dealt) {
    var name = "Saturday";
    assertThat(ask(death, "then", named(name)).changed()).isTrue();
    assertThat(ground.state(death.room()).name()).isEqualTo(name);
    assertThat(round(death)).isEqualTo(dealt);
    assertThat(whole(dealt)).hasSize(2);
  }

  private static List<Top10Table.Card> whole(@Nullable Round round) {
    var cards = ((Top10Table) Objects.requireNonNull(round).table()).cards();
    assertThat(cards).extracting(Top10Table.Card::player).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(cards)
        .extracting(Top10Table.Card::value)
        .doesNotHaveDuplicates()
        .allMatch(value -> value >= 1 && value <= 10);
    return cards;
  }

  private void startDies(Death death) throws InterruptedException {
    var _ = ground.opened(death.room(), now(), Duration.ofHours(1));
    CompletableFuture<RoomAnswer.Done> first;
    try (var victim = mortal(death)) {
      first = asked(death, "start", START);
      victim.awaitDeath();
    }
    var left = round(death);
    assertThat(left != null).as("it is in PostgreSQL").isEqualTo(death.kept);
    assertThat(ground.history(death.room()))
        .filteredOn(event ->
            event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED)
        .as("it is in Temporal")
        .hasSize(death.told ? 1 : 0);
    try (var _ = immortal(death)) {
      var answer = first.join();
      assertThat(answer.changed()).isTrue();
      assertThat(ask(death, "start", START)).as("asked again").isEqualTo(answer);
      var dealt = round(death);
      if (left != null) {
        assertThat(dealt).isEqualTo(left);
      }
      isStillDealt(death, dealt);
      assertThat(events(death, "round_started")).isEqualTo(1);
    }
  }

  private void clockDies(Death death) throws InterruptedException {
    var lasts = Duration.ofSeconds(10);
    var start = ground.opened(death.room(), now().minus(lasts).plusSeconds(2), lasts, START);
    var ends = Objects.requireNonNull(round(death)).endsAt();
    CompletableFuture<RoomAnswer.Done> looked;
    try (var victim = mortal(death)) {
      looked = asked(death, "look", new RoomCommand.Join("Ann"));
      victim.awaitDeath();
    }
    assertThat(round(death) == null).as("it is in PostgreSQL").isEqualTo(death.kept);
    try (var _ = immortal(death)) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> round(death) == null);
      assertThat(looked.join().changed()).isFalse();
      assertThat(ground.state(death.room()).past().getFirst().endedAt()).isEqualTo(ends);
      assertThat(ask(death, "start", START)).as("the round that is over").isEqualTo(start);
      assertThat(round(death)).isNull();
      assertThat(events(death, "round_ended")).isEqualTo(1);

      assertThat(ask(death, "next", START).changed()).isTrue();
      assertThat(ground.state(death.room()).rounds()).isEqualTo(2);
      assertThat(events(death, "round_started")).isEqualTo(2);
    }
  }

  private boolean continued(Death death) {
    return !ground
        .history(death.room())
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId()
        .isEmpty();
  }

  private void newRunDies(Death death) throws InterruptedException {
    var _ = ground.opened(death.room(), now(), Duration.ofHours(1));
    RoomAnswer.Done start;
    @Nullable Round dealt;
    CompletableFuture<Integer> filled;
    try (var victim = mortal(death)) {
      start = ask(death, "start", START);
      dealt = round(death);
      filled = CompletableFuture.supplyAsync(() -> fill(death, victim), threads);
      victim.awaitDeath();
    }
    assertThat(continued(death)).as("it is in Temporal").isEqualTo(death.told);
    try (var _ = immortal(death)) {
      int configured = filled.orTimeout(120, TimeUnit.SECONDS).join();
      assertThat(ask(death, "start", START)).as("asked again").isEqualTo(start);
      assertThat(ask(death, "fill0", named("0")).changed()).as("asked again").isTrue();
      isStillDealt(death, dealt);
      assertThat(events(death, "round_started")).isEqualTo(1);
      assertThat(events(death, "configured")).isEqualTo(configured + 1);
      assertThat(continued(death)).isTrue();
    }
  }

  /// Does so much that the history is long enough.
  private int fill(Death death, MortalWorker victim) {
    int filled = 0;
    while (!victim.isDead() && filled < FAR_TOO_MANY) {
      assertThat(ask(death, "fill" + filled, named(String.valueOf(filled))).changed()).isTrue();
      filled++;
    }
    return filled;
  }
}
