package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.rooms.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoomLinesTest {
  private static final RoomId ROOM = new RoomId("abcd");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger sent = new AtomicInteger();
  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void end() {
    answered.countDown();
    callers.shutdownNow();
  }

  private Integer hanging() throws InterruptedException {
    int nth = sent.incrementAndGet();
    answered.await();
    return nth;
  }

  private List<Future<Integer>> order(RoomLines lines, int many) {
    var all = new ArrayList<Future<Integer>>();
    for (int nth = 0; nth < many; nth++) {
      all.add(callers.submit(() -> lines.inTurn(ROOM, this::hanging)));
    }
    return all;
  }

  private void sent(int expected) {
    await().atMost(Duration.ofSeconds(20)).until(() -> sent.get() >= expected);
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(20))
        .until(() -> sent.get() == expected);
  }

  @Test
  @Tag("ROOM-28")
  void whoLosesPatienceLeavesTheirOrdersPlaceTakenUntilItIsAnswered() throws Exception {
    var lines = new RoomLines(1, LONG);
    lines.share(3);
    var impatient = order(lines, 3);
    sent(3);
    impatient.forEach(order -> order.cancel(true));
    var next = order(lines, 3);
    sent(3);
    answered.countDown();
    for (var order : next) {
      assertThat(order.get()).isGreaterThan(3);
    }
  }

  @Test
  void whoLosesPatienceInTheLineIsNotSentAndTakesNoPlace() throws Exception {
    var lines = new RoomLines(1, LONG);
    lines.share(RoomLines.OF_ALL);
    var first = order(lines, 1).getFirst();
    sent(1);
    order(lines, 5).forEach(order -> order.cancel(true));
    answered.countDown();
    assertThat(first.get()).isEqualTo(1);
    Callable<Integer> last = sent::incrementAndGet;
    assertThat(lines.inTurn(ROOM, last)).isEqualTo(2);
  }

  @Test
  @Tag("ROOM-28")
  void allProcessesTogetherSendFewerThanARoomTakes() {
    for (int processes = 1; processes <= 12; processes++) {
      var lines = new RoomLines(1, LONG);
      lines.share(processes);
      sent.set(0);
      int each = Math.max(1, 9 / processes);
      order(lines, 20);
      sent(each);
    }
  }

  @Test
  void aProcessMoreOrLessChangesWhatIsSentFromThenOn() {
    var lines = new RoomLines(1, LONG);
    lines.share(9);
    order(lines, 20);
    sent(1);
    lines.share(3);
    sent(3);
    lines.share(9);
    sent(3);
    lines.share(1);
    sent(9);
  }

  @Test
  void anOrderThatNobodyEverAnswersKeepsNobodyWaitingForGood() throws Exception {
    var lines = new RoomLines(1, Duration.ofMillis(200));
    lines.share(9);
    var lost = order(lines, 1).getFirst();
    sent(1);
    Callable<Integer> next = () -> 7;
    assertThat(lines.inTurn(ROOM, next)).isEqualTo(7);
    assertThatThrownBy(lost::get).isInstanceOf(ExecutionException.class);
  }

  @Test
  void aFailureIsTheCallersAndGivesThePlaceBack() throws Exception {
    var lines = new RoomLines(1, LONG);
    lines.share(9);
    Callable<Integer> failing =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    assertThatThrownBy(() -> lines.inTurn(ROOM, failing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
    Callable<Integer> next = () -> 7;
    assertThat(lines.inTurn(ROOM, next)).isEqualTo(7);
  }
}
