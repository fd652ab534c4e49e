package dev.overwinter.universe.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Sessions;
import dev.overwinter.api.live.Audience;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Tells the pages of a player that something has happened to them (server-sent events), from the
/// request's own virtual thread: the page then reads again what it shows. Nothing is told twice,
/// and whoever comes back after a break reads again anyway.
@Controller
@Hidden
class WorldStream {
  private static final Duration BEAT = Duration.ofSeconds(15);

  /// Each keeps one of the server's connections.
  private static final int MOST_OF_A_PLAYER = 16;

  private final Seated seated;
  private final UniverseChanges changes;
  private final EventReads events;
  private final Sessions logins;
  private final Audience audience;

  /// By player, the oldest first.
  private final Map<Long, List<Ear>> ears = new ConcurrentHashMap<>();

  WorldStream(
      Seated seated,
      UniverseChanges changes,
      EventReads events,
      Sessions logins,
      Audience audience) {
    this.seated = seated;
    this.changes = changes;
    this.events = events;
    this.logins = logins;
    this.audience = audience;
  }

  /// Remembers no more than that there is something new.
  private static final class Ear implements UniverseChanges.Listener {
    private final long player;
    private final String login;
    private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
    private volatile boolean crowdedOut;

    Ear(long player, String login) {
      this.player = player;
      this.login = login;
    }

    @Override
    public void happened(long to) {
      if (to == player) {
        lookAgain();
      }
    }

    @Override
    public void ended(String ended) {
      if (ended.equals(login)) {
        lookAgain();
      }
    }

    @Override
    public void lookAgain() {
      boolean _ = news.offer(true);
    }

    void makeRoom() {
      crowdedOut = true;
      lookAgain();
    }
  }

  @GetMapping(path = "/universe/{universe}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void follow(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      HttpServletResponse response)
      throws InterruptedException {
    long player = seated.player(actor, universe).id();
    var ear = new Ear(player, actor.tokenId());
    try (var _ = audience.stream(actor.accountId())) {
      comeIn(ear);
      changes.add(ear);
      begin(response);
      long seen = events.newest(player);
      write(response, "event: here\ndata: " + seen + "\n\n");
      while (changes.open()) {
        var heard = ear.news.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        // A login that was ended ends its streams as well.
        if (!logins.stillIn(actor)) {
          return;
        }
        if (ear.crowdedOut) {
          write(response, "event: elsewhere\ndata: \n\n");
          return;
        }
        long newest = heard == null ? seen : events.newest(player);
        if (newest == seen) {
          write(response, ": \n\n");
          continue;
        }
        seen = newest;
        write(response, "event: changed\ndata: " + seen + "\n\n");
      }
    } catch (IOException _) {
      // The reader is gone; nobody is left to tell.
      return;
    } finally {
      changes.remove(ear);
      forget(ear);
    }
  }

  /// The newest page is the one that is looked at. Nobody learns at once that a page was left, so
  /// who leafs through many of them must not be refused for those that are gone: the oldest goes.
  private void comeIn(Ear ear) {
    ears.compute(
        ear.player,
        (_, open) -> {
          var all = open == null ? new ArrayList<Ear>() : new ArrayList<>(open);
          all.add(ear);
          while (all.size() > MOST_OF_A_PLAYER) {
            all.removeFirst().makeRoom();
          }
          return all;
        });
  }

  private void forget(Ear ear) {
    ears.computeIfPresent(
        ear.player,
        (_, open) -> {
          var rest = open.stream().filter(other -> other != ear).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  private static void begin(HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    // Proxies such as nginx would otherwise keep events back.
    response.setHeader("X-Accel-Buffering", "no");
    write(response, "retry: 2000\n\n");
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.getOutputStream().flush();
  }
}
