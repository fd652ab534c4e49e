package dev.overwinter.servers.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.durable.Seal;
import dev.overwinter.notices.DeliveryRules;
import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.HookUrl;
import dev.overwinter.notices.NewsKind;
import dev.overwinter.notices.workflow.NoticesBell;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Looks after the hooks of a server; the same for programs and pages. Everything is in rows before
/// the lane of the server is told, and what it is not told of it finds a little later.
@Component
class HookDesk {
  /// A test or a repetition makes the platform knock at somebody's door.
  private static final Rates.Budget BY_HAND =
      new Rates.Budget("notices by hand", 10, Duration.ofMinutes(1));

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ServerReads reads;
  private final ServerHooks hooks;
  private final HookOrders orders;
  private final Seal seal;
  private final Rates rates;
  private final WorkflowClient workflows;
  private final TemporalCalls calls;
  private final boolean privateToo;

  HookDesk(
      ServerReads reads,
      ServerHooks hooks,
      HookOrders orders,
      Seal seal,
      Rates rates,
      WorkflowClient workflows,
      TemporalCalls calls,
      ApiConfig config) {
    this.reads = reads;
    this.hooks = hooks;
    this.orders = orders;
    this.seal = seal;
    this.rates = rates;
    this.workflows = workflows;
    this.calls = calls;
    this.privateToo = config.noticesPrivate();
  }

  /// A hook that was made.
  ///
  /// @param id of it
  /// @param secret what its requests are signed with, said this once; empty when they are not
  record Made(String id, String secret) {}

  /// A server whose hooks somebody may look after.
  ServerRow server(Actor actor, String id) {
    return reads.find(actor, id, Permission.SETTINGS).orElseThrow(Problem::serverNotFound);
  }

  /// One of its hooks.
  ServerHooks.Json hook(ServerRow server, String hook) {
    return hooks
        .find(server.id(), hook)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such hook"));
  }

  /// Makes one.
  Made make(Actor actor, ServerRow server, HookRequests.Create wanted) {
    var format =
        HookFormat.of(wanted.format())
            .orElseThrow(
                () -> Problem.invalid(Map.of("format", "unknown (expected: webhook or discord)")));
    var kinds = kinds(wanted.events());
    mayHear(actor, server, kinds);
    var url = url(wanted.url());
    var secret = format == HookFormat.WEBHOOK ? secret() : "";
    var kept =
        new HookOrders.Kept(
            wanted.name().strip(),
            format,
            seal.seal(server.id(), wanted.url().strip()),
            url.shown(),
            secret.isEmpty() ? "" : seal.seal(server.id(), secret),
            kinds,
            actor.name());
    return orders
        .make(server.id(), kept)
        .map(id -> new Made(id, secret))
        .orElseThrow(() ->
            Problem.of(
                    HttpStatus.CONFLICT,
                    "No more than " + DeliveryRules.MOST_HOOKS + " hooks. Delete one first.")
                .code("TOO_MANY_HOOKS"));
  }

  /// Changes what was given of one.
  void change(Actor actor, ServerRow server, String id, HookRequests.Change wanted) {
    var hook = hook(server, id);
    var kinds = kinds(wanted.events() == null ? hook.events() : wanted.events());
    // What it hears already it may go on hearing where it is.
    if (wanted.url() != null || !hook.isTold(NewsKind.LOW_CREDIT)) {
      mayHear(actor, server, kinds);
    }
    var url = wanted.url() == null ? null : url(wanted.url());
    orders.change(id, wanted.name() == null ? hook.name() : wanted.name().strip(), kinds);
    if (url != null && wanted.url() != null) {
      orders.lead(id, seal.seal(server.id(), wanted.url().strip()), url.shown(), actor.name());
      hurry(server, id);
    }
  }

  /// Nothing is sent until it is resumed.
  void pause(Actor actor, ServerRow server, String id) {
    orders.pause(hook(server, id).id(), "Paused by " + actor.name() + ".");
  }

  /// What has waited is sent.
  void resume(ServerRow server, String id) {
    if (!orders.resume(hook(server, id).id())) {
      throw Problem.of(
              HttpStatus.CONFLICT,
              "Whoever gave it its address may not change this server any more. Give it its address"
                  + " again first.")
          .code("MAKER_GONE");
    }
    hurry(server, id);
  }

  /// Replaces its secret; the one before is dead at once.
  ///
  /// @return the new one, said this once
  String rotate(ServerRow server, String id) {
    if (!hook(server, id).signed()) {
      throw Problem.of(
              HttpStatus.CONFLICT, "Discord knows no signature: its address is the secret.")
          .code("UNSIGNED");
    }
    var secret = secret();
    orders.sign(id, seal.seal(server.id(), secret));
    return secret;
  }

  /// Removes it with all that waits for it.
  void delete(ServerRow server, String id) {
    orders.delete(hook(server, id).id());
  }

  /// Says hello to it.
  ///
  /// @return the delivery
  String test(Actor actor, ServerRow server, String id) {
    var hook = sendable(server, id);
    var delivery =
        orders
            .test(server, hook.id(), actor.name())
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such hook"));
    hurry(server, id);
    return delivery;
  }

  /// Sends a delivery again, or now.
  void resend(ServerRow server, String id, String delivery) {
    if (!orders.resend(sendable(server, id).id(), delivery)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such delivery");
    }
    hurry(server, id);
  }

  private ServerHooks.Json sendable(ServerRow server, String id) {
    var hook = hook(server, id);
    if (!hook.active()) {
      throw Problem.of(HttpStatus.CONFLICT, "It is paused. Resume it first.").code("PAUSED");
    }
    if (ServerHooks.isFull(hook)) {
      throw Problem.of(
              HttpStatus.CONFLICT,
              "No more than " + DeliveryRules.MOST_WAITING + " may wait for its receiver.")
          .code("QUEUE_FULL");
    }
    rates
        .takeOf(BY_HAND, server.id())
        .ifPresent(pause -> {
          throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too many by hand at once.")
              .retryAfter(pause);
        });
    return hook;
  }

  /// Credits are their owner's own business.
  private void mayHear(Actor actor, ServerRow server, Set<NewsKind> kinds) {
    if (kinds.contains(NewsKind.LOW_CREDIT)
        && !reads.rights(actor, server).contains(Permission.DELETE)) {
      throw Problem.of(
              HttpStatus.FORBIDDEN,
              "Only its owner may have " + NewsKind.LOW_CREDIT.id() + " told.")
          .code("MISSING_PERMISSION");
    }
  }

  private static Set<NewsKind> kinds(Collection<String> events) {
    var kinds = EnumSet.noneOf(NewsKind.class);
    for (var event : events) {
      kinds.add(
          NewsKind.of(String.valueOf(event))
              .filter(NewsKind.all()::contains)
              .orElseThrow(HookDesk::unknown));
    }
    if (kinds.isEmpty()) {
      throw unknown();
    }
    return kinds;
  }

  private static Problem unknown() {
    return Problem.invalid(Map.of("events", "must be at least one of " + ids()));
  }

  static String ids() {
    return NewsKind.all().stream().map(NewsKind::id).collect(Collectors.joining(", "));
  }

  private HookUrl url(String text) {
    try {
      return HookUrl.parse(text.strip(), privateToo);
    } catch (IllegalArgumentException refused) {
      throw Problem.invalid(Map.of("url", String.valueOf(refused.getMessage())));
    }
  }

  private static String secret() {
    return "whsec_" + Secrets.random();
  }

  private void hurry(ServerRow server, String hook) {
    try {
      var _ =
          calls.within(
              PATIENCE,
              () -> {
                NoticesBell.hurry(workflows, server.id(), hook);
                return List.of();
              },
              Problem::serverNotFound);
    } catch (Problem away) {
      // It is in its row: a worker finds it within seconds once Temporal is back.
    }
  }
}
