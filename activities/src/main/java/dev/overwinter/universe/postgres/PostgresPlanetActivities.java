package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.research.Academy;
import dev.overwinter.universe.research.ResearchItem;
import dev.overwinter.universe.research.ResearchMove;
import dev.overwinter.universe.research.ResearchRules;
import dev.overwinter.universe.workflow.Due;
import dev.overwinter.universe.workflow.Ordered;
import dev.overwinter.universe.workflow.PlanetActivities;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps planets and research. Thread-safe; each method is one transaction, and further ones before
/// it when research was due.
public final class PostgresPlanetActivities implements PlanetActivities {
  private final Steps steps;
  private final Settler settler;

  PostgresPlanetActivities(Steps steps, Settler settler) {
    this.steps = steps;
    this.settler = settler;
  }

  private record Home(String universe, long player, long version, @Nullable Instant dueAt) {
    Due due() {
      return new Due(version, dueAt);
    }
  }

  private Optional<Home> home(long planet) {
    return steps
        .sql
        .sql("select universe, player, version, due_at from universe_planets where id = ?")
        .param(planet)
        .query((row, _) ->
            new Home(
                row.getString("universe"),
                row.getLong("player"),
                row.getLong("version"),
                Rows.instant(row, "due_at")))
        .optional();
  }

  @Override
  public Ordered order(PlanetRequest request, Instant at) {
    var objection = objection(request.planet(), request.player());
    if (objection.isPresent()) {
      return new Ordered(objection.get(), due(request.planet()));
    }
    var home = home(request.planet()).orElseThrow();
    var answer =
        settler.at(
            steps.worlds.get(home.universe()),
            places(request),
            List.of(),
            at,
            Asker.planet(request.planet()),
            turn -> {
              var player = turn.player(request.player());
              player.seen(at);
              return Orders.answer(
                  turn.sql,
                  request.key(),
                  request.player(),
                  request,
                  at,
                  OrderAnswer.class,
                  OrderAnswer.Refused::new,
                  () -> PlanetOrders.carryOut(turn, request, at));
            });
    return new Ordered(answer, due(request.planet()));
  }

  private List<Long> places(PlanetRequest request) {
    return request.order() instanceof PlanetOrder.Jump(var moon, _)
            && moon != request.planet()
            && home(moon).filter(other -> other.player() == request.player()).isPresent()
        ? List.of(request.planet(), moon)
        : List.of(request.planet());
  }

  private Optional<OrderAnswer> objection(long planet, long player) {
    var home = home(planet);
    if (home.isEmpty()) {
      return refused(Refusal.UNKNOWN_PLANET, "there is no such planet");
    }
    return home.get().player() == player
        ? Optional.empty()
        : refused(Refusal.NOT_OWNER, "the planet is somebody else's");
  }

  private static Optional<OrderAnswer> refused(Refusal refusal, String reason) {
    return Optional.of(new OrderAnswer.Refused(refusal, reason));
  }

  @Override
  public Due settle(long planet, Instant upTo) {
    var home = home(planet);
    if (home.isEmpty()) {
      return Due.NOTHING;
    }
    var _ =
        settler.at(
            steps.worlds.get(home.get().universe()),
            List.of(planet),
            List.of(),
            upTo,
            Asker.planet(planet),
            _ -> true);
    return due(planet);
  }

  /// Read after the commit: whoever changed it since has told the workflow, or is about to.
  private Due due(long planet) {
    return home(planet).map(Home::due).orElse(Due.NOTHING);
  }

  @Override
  public Ordered orderResearch(ResearchRequest request, Instant at) {
    var objection = objection(request.planet(), request.player());
    if (objection.isPresent()) {
      return new Ordered(objection.get(), researchDue(request.player()));
    }
    var world = steps.worlds.get(home(request.planet()).orElseThrow().universe());
    var answer =
        settler.at(
            world,
            payers(request),
            List.of(),
            at,
            Asker.NOBODY,
            turn -> {
              var player = turn.player(request.player());
              player.seen(at);
              return Orders.answer(
                  turn.sql,
                  request.key(),
                  request.player(),
                  request,
                  at,
                  OrderAnswer.class,
                  OrderAnswer.Refused::new,
                  () -> study(turn, player, request, at));
            });
    return new Ordered(answer, researchDue(request.player()));
  }

  /// A cancelled item is given back to the planet that paid it: what has happened there before
  /// comes first.
  private Set<Long> payers(ResearchRequest request) {
    var all = new TreeSet<>(Set.of(request.planet()));
    if (request.order() instanceof ResearchOrder.Cancel) {
      PlayerRows.research(steps.sql, request.player()).queue().stream()
          .map(item -> item.planet().number())
          .filter(planet -> home(planet).filter(of -> of.player() == request.player()).isPresent())
          .forEach(all::add);
    }
    return all;
  }

  private static OrderAnswer study(
      Turn turn, PlayerRow player, ResearchRequest request, Instant at) {
    var laws = turn.world.laws();
    var payer = turn.planet(request.planet()).orElseThrow();
    // A planet that is settled further takes its own moment.
    var now = Turn.later(at, payer.state().settledAt());
    var rows = turn.planetsOf(player.id);
    var academy = new Academy(player.research, rows.stream().map(PlanetRow::state).toList());
    Outcome<ResearchMove> outcome =
        switch (request.order()) {
          case ResearchOrder.Begin(var tech) ->
              ResearchRules.order(laws, academy, new PlanetId(request.planet()), tech, now);
          case ResearchOrder.Cancel(var item) ->
              ResearchRules.cancel(laws, academy, PlanetOrders.number(item), now);
        };
    return switch (outcome) {
      case Outcome.Refused<ResearchMove> no ->
          new OrderAnswer.Refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<ResearchMove>(var move) -> {
        Settler.apply(turn, player, rows, move);
        yield accepted(request, move, now);
      }
    };
  }

  private static OrderAnswer accepted(ResearchRequest request, ResearchMove move, Instant at) {
    var item =
        move.next().research().queue().stream()
            .filter(one -> one.number() == move.item())
            .findFirst();
    var postings = move.postings().stream().map(one -> one.posting()).toList();
    var named = request.order() instanceof ResearchOrder.Begin begin ? begin.research() : "";
    return new OrderAnswer.Accepted(
        Long.toString(move.item()),
        named,
        item.map(ResearchItem::level).orElse(0),
        PlanetOrders.paid(postings),
        PlanetOrders.refunded(postings),
        at,
        item.map(ResearchItem::end).orElse(null));
  }

  @Override
  public Due settleResearch(long player, Instant upTo) {
    PlayerRows.universeOf(steps.sql, player)
        .ifPresent(universe -> settler.learn(steps.worlds.get(universe), player, upTo));
    return researchDue(player);
  }

  private Due researchDue(long player) {
    return steps
        .sql
        .sql("select version, research_due from universe_players where id = ?")
        .param(player)
        .query((row, _) -> new Due(row.getLong("version"), Rows.instant(row, "research_due")))
        .optional()
        .orElse(Due.NOTHING);
  }
}
