package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.servers.Told;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SaidOnceTest {
  private final SaidOnce said = new SaidOnce();
  private final AtomicInteger times = new AtomicInteger();

  private Told count() {
    return new Told.Answered(List.of("" + times.incrementAndGet()));
  }

  @Test
  void aRepetitionIsAnsweredAsTheFirstTime() {
    assertThat(said.say("s1/a", false, this::count)).isEqualTo(new Told.Answered(List.of("1")));
    assertThat(said.say("s1/a", true, this::count)).isEqualTo(new Told.Answered(List.of("1")));
    assertThat(said.say("s1/b", false, this::count)).isEqualTo(new Told.Answered(List.of("2")));
  }

  @Test
  void aRepetitionThatNobodyRemembersIsNotSaid() {
    assertThat(said.say("s1/a", true, this::count)).isInstanceOf(Told.Unsure.class);
    assertThat(times).hasValue(0);
  }

  @Test
  void whatFailedIsNotTriedAgain() {
    assertThatThrownBy(() ->
            said.say(
                "s1/a",
                false,
                () -> {
                  throw new IllegalStateException("half said");
                }))
        .hasMessage("half said");
    assertThat(said.say("s1/a", true, this::count)).isInstanceOf(Told.Unsure.class);
    assertThat(times).hasValue(0);
  }

  @Test
  void aRepetitionWaitsWhileItIsBeingSaid() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(() ->
              said.say(
                  "s1/a",
                  false,
                  () -> {
                    begun.countDown();
                    await(go);
                    return count();
                  }));
      begun.await();
      var second = threads.submit(() -> said.say("s1/a", true, this::count));
      go.countDown();
      assertThat(second.get()).isEqualTo(first.get());
    }
    assertThat(times).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }
}
