package dev.overwinter.proxy.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("P-09")
class SeatIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void noTwoLivingProcessesClaimUnderOneName() throws Exception {
    var first = Seat.take("local", directory);
    var second = Seat.take("local", directory);
    assertThat(first.claim()).isEqualTo("local");
    assertThat(second.claim()).isEqualTo("local.1");
    assertThat(first.succeeds()).isFalse();
    assertThat(second.succeeds()).isTrue();
    first.close();
    try (var third = Seat.take("local", directory)) {
      assertThat(third.claim()).as("a name that is free again").isEqualTo("local");
    }
    second.close();
  }

  @Test
  void aSuccessorIsOneThatLivesAndStays() throws Exception {
    try (var old = Seat.take("local", directory)) {
      assertThat(old.hasSuccessor()).isFalse();
      var next = Seat.take("local", directory);
      assertThat(old.hasSuccessor()).isTrue();
      next.ready();
      assertThat(old.hasSuccessor()).isTrue();
      next.leaving();
      assertThat(old.hasSuccessor()).isFalse();
      next.close();
      assertThat(old.hasSuccessor()).isFalse();
    }
  }

  @Test
  void whoWasKilledLeavesASeatThatIsFoundAndWhoLeftDoesNot() throws Exception {
    try (var living = Seat.take("local", directory)) {
      Seat.take("local", directory).close();
      Files.writeString(directory.resolve("seat-2"), "READY 4711\n");
      assertThat(claimsOfTheDead(living)).containsExactly("local.2");
      assertThat(claimsOfTheDead(living)).as("until it is settled").containsExactly("local.2");
      for (var left : living.abandoned()) {
        try (left) {
          left.settled();
        }
      }
      assertThat(claimsOfTheDead(living)).isEmpty();
    }
  }

  @Test
  void thereAreNotMoreNamesThanAWorkflowCanRemember() throws Exception {
    var all = new ArrayList<Seat>();
    for (var i = 0; i < Seat.SEATS; i++) {
      all.add(Seat.take("local", directory));
    }
    assertThatIOException().isThrownBy(() -> Seat.take("local", directory));
    all.forEach(Seat::close);
  }

  @Test
  void patienceEndsSoonWithoutASuccessorAndLateBesideOne() {
    var now = new AtomicLong();
    var there = new AtomicBoolean(true);
    var patience = new Patience(Duration.ofSeconds(30), Duration.ofHours(1), there::get, now::get);
    for (var second = 0; second < 600; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(patience.exhausted()).isFalse();
    }
    there.set(false);
    now.addAndGet(Duration.ofSeconds(29).toNanos());
    assertThat(patience.exhausted()).as("it may be starting again").isFalse();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(patience.exhausted()).isTrue();
    there.set(true);
    now.addAndGet(Duration.ofMinutes(51).toNanos());
    assertThat(patience.exhausted()).as("not for ever").isTrue();
  }

  private static List<String> claimsOfTheDead(Seat living) throws IOException {
    var claims = new ArrayList<String>();
    for (var left : living.abandoned()) {
      try (left) {
        claims.add(left.claim());
      }
    }
    return claims;
  }
}
