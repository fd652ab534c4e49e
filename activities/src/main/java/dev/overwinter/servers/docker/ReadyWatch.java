package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Frame;
import dev.overwinter.catalogue.Channels.ReadinessKind;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.query.GameQuery;
import dev.overwinter.servers.query.Question;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks whether a game that is starting has become ready, in the way that its template says.
final class ReadyWatch implements AutoCloseable {
  private static final GameQuery QUERY = new GameQuery(Duration.ofSeconds(1));
  // Longer lines are cut before anything is looked for in them.
  private static final int LONGEST_LINE = 4 << 10;

  private final Optional<Question> question;
  private final @Nullable LineWatch line;

  private ReadyWatch(Optional<Question> question, @Nullable LineWatch line) {
    this.question = question;
    this.line = line;
  }

  /// Begins to look at one start of a container.
  static ReadyWatch of(ContainerOrder order, Engine engine, InspectContainerResponse container) {
    var rule = order.template().channels().readiness();
    if (rule.kind() != ReadinessKind.LOG_LINE) {
      return new ReadyWatch(Question.whetherReady(order), null);
    }
    var line = new LineWatch(Pattern.compile(rule.pattern()), Containers.startedAt(container));
    line.follow(engine, container.getId());
    return new ReadyWatch(Optional.empty(), line);
  }

  /// Why it can never be seen to be ready; empty when it can.
  static Optional<String> objection(ContainerOrder order) {
    var rule = order.template().channels().readiness();
    return rule.kind() == ReadinessKind.LOG_LINE || Question.whetherReady(order).isPresent()
        ? Optional.empty()
        : Optional.of("nothing tells when it is ready: port " + rule.port() + " cannot be asked");
  }

  boolean ready(String host) {
    return line == null
        ? question.filter(asked -> QUERY.ask(asked, host).ready()).isPresent()
        : line.seen;
  }

  @Override
  public void close() {
    if (line != null) {
      try {
        line.close();
      } catch (IOException unclosed) {
        throw new IllegalStateException(unclosed);
      }
    }
  }

  private static final class LineWatch extends OpenStream<Frame> {
    private final Pattern pattern;
    private final Instant since;
    private volatile boolean seen;

    LineWatch(Pattern pattern, Instant since) {
      this.pattern = pattern;
      this.since = since;
    }

    void follow(Engine engine, String containerId) {
      engine.stream()
          .logContainerCmd(containerId)
          .withStdOut(true)
          .withStdErr(true)
          .withTimestamps(true)
          .withFollowStream(true)
          .withSince(Math.toIntExact(since.getEpochSecond()))
          .exec(this);
    }

    @Override
    public void onNext(Frame frame) {
      // `since` counts whole seconds: the end of an earlier start may come along.
      StampedLine.of(frame)
          .filter(line -> !line.at().isBefore(since))
          .ifPresent(line -> seen = seen || matches(line.text()));
    }

    private boolean matches(String text) {
      var line = text.stripTrailing();
      return pattern
          .matcher(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE))
          .find();
    }
  }
}
