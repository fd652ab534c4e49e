package dev.overwinter.servers.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LogBufferTest {
  private static final long SECOND = 1_000_000_000L;
  private final LogBuffer buffer = new LogBuffer();

  @Test
  void cutsCleansAndKeepsTheOrder() {
    buffer.add("a", 1, "\u001B[32mgreen\u001B[0m\tand\u0000 bold\r\n");
    buffer.add("a", 2, "x".repeat(LogBuffer.LONGEST_LINE + 1));
    buffer.add("b", 3, "other");

    var lines = buffer.drain(4);
    assertThat(lines.stream().filter(l -> l.serverId().equals("a")).map(LogLine::line))
        .containsExactly("green\tand bold", "x".repeat(LogBuffer.LONGEST_LINE));
    assertThat(buffer.drain(5)).isEmpty();
  }

  @Test
  void saysHowManyLinesASecondWereTooMany() {
    for (var i = 0; i < 500; i++) {
      buffer.add("a", i, "line " + i);
    }
    var lines = buffer.drain(SECOND);
    assertThat(lines).hasSize(LogBuffer.LINES_PER_SECOND + 1);
    assertThat(lines.getLast()).isEqualTo(new LogLine("a", 499, "… 300 lines left out"));
  }

  @Test
  void staysBoundedWhileTheSinkIsAway() {
    for (var second = 0; second < 100; second++) {
      for (var i = 0; i < 100; i++) {
        buffer.add("a", second * SECOND + i, second + "/" + i);
      }
      if (second % 10 == 0) {
        buffer.putBack(buffer.drain(second * SECOND));
      }
    }
    var lines = buffer.drain(100 * SECOND);
    assertThat(lines).hasSize(LogBuffer.MOST_LINES);
    assertThat(lines.getLast().line()).isEqualTo("99/99");
    assertThat(lines).extracting(LogLine::atNanos).isSorted();
  }
}
