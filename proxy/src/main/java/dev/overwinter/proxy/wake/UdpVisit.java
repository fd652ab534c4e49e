package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.frontdoor.Gate;
import dev.overwinter.proxy.frontdoor.UdpSocket;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.ProxyMetrics.Hold;
import dev.overwinter.proxy.traffic.ProxyMetrics.Lost;
import dev.overwinter.proxy.traffic.Session;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.WakeOutcome;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One sender of datagrams at one port, from its first word to its last.
///
/// | phase | began by | the server knows of it | ends by |
/// |---|---|---|---|
/// | `ASKING` | a question, and the game is awake | no | a join; silence |
/// | `HELD` | a join | yes | admission; the hold time; silence; a refusal |
/// | `RELAYED` | admission | yes | silence; a game that is gone |
///
/// A game that is found gone before its first word puts its players back to `HELD`, which asks for
/// it anew. Confined to the event loop of its port, except [#admitted], [#refused] and [#dismiss].
final class UdpVisit implements Joiner, UdpSocket.Receiver {
  private static final long ASKING_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long STALE_NANOS = Duration.ofSeconds(5).toNanos();
  // Rules of a server with many plugins come in so many parts, after a challenge.
  private static final int REPLIES_PER_QUESTION = 24;
  // Luanti says two things to a newcomer.
  private static final int REPLIES_TO_UNPROVEN = 2;

  private enum Phase {
    ASKING,
    HELD,
    RELAYED,
    OVER
  }

  private final UdpVisitors port;
  private final Doorway way;
  private final Dialect dialect;
  private final InetSocketAddress player;
  private final HeldDatagrams held;
  private final Conversation said = new Conversation();
  private final GameLine game;
  private Phase phase = Phase.OVER;
  private long sinceNanos = System.nanoTime();
  private int replies;
  private @Nullable Entrance entrance;
  private Gate.@Nullable Ticket ticket;
  private @Nullable Session session;
  private @Nullable Endpoint admittedAt;

  UdpVisit(UdpVisitors port, Doorway way, Dialect dialect, InetSocketAddress player) {
    this.port = port;
    this.way = way;
    this.dialect = dialect;
    this.player = player;
    held = new HeldDatagrams(port.doors().holds().heldBytes());
    game = new GameLine(port.loop(), this, this::lookedUp);
  }

  Doorway way() {
    return way;
  }

  InetSocketAddress player() {
    return player;
  }

  /// Whether it is nobody's session.
  boolean asks() {
    return phase == Phase.ASKING;
  }

  /// Whether it plays or waits, and is not [#proven()].
  boolean unproven() {
    return phase != Phase.ASKING && !said.proven();
  }

  /// Whether it is likely to receive what is sent to it ([Conversation#proven()]). May be asked on
  /// any thread.
  boolean proven() {
    return said.proven();
  }

  /// Begins with a question to a game that is awake.
  void ask(ByteBuffer question) {
    phase = Phase.ASKING;
    way.awakeAt().ifPresent(game::reach);
    if (!game.open()) {
      end(Hold.GONE);
    } else {
      passOn(question);
    }
  }

  private void passOn(ByteBuffer question) {
    replies = said.goesOn() ? REPLIES_PER_QUESTION : REPLIES_TO_UNPROVEN;
    toGame(question);
  }

  /// Begins to wait for the game.
  void join(Gate.Ticket place, Entrance at, ByteBuffer datagram) {
    if (phase == Phase.ASKING) {
      port.askedEnough();
    }
    phase = Phase.HELD;
    sinceNanos = System.nanoTime();
    ticket = place;
    entrance = at;
    hold(datagram);
    port.doors().holds().began(this);
    at.join(this);
  }

  /// Its next datagram.
  void heard(ByteBuffer datagram) {
    said.heard();
    switch (phase) {
      case RELAYED -> plays(datagram);
      case HELD -> waits(datagram);
      case ASKING -> asks(datagram);
      case OVER -> {}
    }
  }

  /// What the game answers to anybody earns no more for having been let in, which a forged sender
  /// may be.
  private void plays(ByteBuffer datagram) {
    if (!dialect.sessionless(datagram) || port.mayPassOn(player)) {
      toGame(datagram);
    }
  }

  private void asks(ByteBuffer datagram) {
    if (now().awakeAt().filter(game::leadsTo).isEmpty()) {
      end(Hold.GONE); // the game is not there any more: begin anew
      port.received(datagram, player);
      return;
    }
    switch (dialect.hear(datagram, now())) {
      case JOIN -> port.join(this, datagram);
      case QUESTION -> {
        if (port.mayPassOn(player)) {
          passOn(datagram);
        }
      }
      case NOISE -> toGame(datagram); // whatever its answer to the answer is; it earns no other
    }
  }

  /// The list of servers is looked at while a join is under way.
  private void waits(ByteBuffer datagram) {
    var now = now();
    if (now.awakeAt().isEmpty() && dialect.hear(datagram, now) == Dialect.Word.QUESTION) {
      port.answer(now, dialect, datagram, player);
    } else {
      hold(datagram);
    }
  }

  private void hold(ByteBuffer datagram) {
    metrics().lost(Lost.HELD, held.add(datagram, said.heardNanos()));
  }

  private void toGame(ByteBuffer datagram) {
    if (!game.open()) {
      return;
    }
    var bytes = datagram.remaining();
    var at = datagram.position();
    switch (game.send(datagram)) {
      case YES -> {
        metrics().bytesToServer(bytes);
        if (session != null) {
          session.toServer(bytes);
        }
      }
      case LOST -> metrics().lost(Lost.UNSENT, 1);
      case UNREACHABLE -> {
        unreachable();
        if (phase == Phase.HELD) {
          hold(datagram.position(at));
        }
      }
    }
  }

  /// From the game.
  @Override
  public void received(ByteBuffer datagram, InetSocketAddress from) {
    if (!said.answered() && entrance != null) {
      entrance.connected();
    }
    said.answer();
    if (phase == Phase.ASKING) {
      if (replies-- <= 0) {
        return;
      }
      dialect.overhear(datagram, way);
    }
    var bytes = datagram.remaining();
    port.send(datagram, player);
    metrics().bytesToPlayer(bytes);
    if (session != null) {
      session.toPlayer(bytes);
    }
  }

  /// The network says that the game does not listen. If it has never answered, it is asked for
  /// anew, and the socket stays: should the game be there after all, it must not meet a stranger. A
  /// game that was played is over; its owner may have stopped it, and only a join may wake it
  /// again.
  @Override
  public void unreachable() {
    var at = admittedAt;
    var asked = entrance;
    if (phase == Phase.ASKING || (phase == Phase.RELAYED && said.answered())) {
      metrics().lost(Lost.UNREACHABLE, 1);
      end(Hold.GONE);
    } else if (phase == Phase.RELAYED && at != null && asked != null) {
      metrics().lost(Lost.UNREACHABLE, 1);
      endSession();
      phase = Phase.HELD;
      sinceNanos = System.nanoTime();
      port.doors().holds().began(this);
      asked.unreachable(this, at, false);
    }
  }

  @Override
  public void admitted(Endpoint at) {
    onLoop(() -> {
      if (phase != Phase.HELD || ticket == null) {
        return;
      }
      if (!ticket.play()) {
        metrics().connection(dev.overwinter.proxy.traffic.Verdict.TOO_MANY_PLAYERS);
        end(Hold.REFUSED);
        return;
      }
      admittedAt = at;
      reached(game.reach(way.behind(at)), at);
    });
  }

  @Override
  public void refused(WakeOutcome.Refused refusal) {
    onLoop(() -> end(Hold.REFUSED));
  }

  /// Nothing can be said in this language.
  @Override
  public void dismiss(String reason) {
    onLoop(() -> {
      if (phase == Phase.HELD) {
        end(Hold.TIMEOUT);
      }
    });
  }

  /// Ends it for somebody else's sake.
  void evict() {
    end(Hold.GONE);
  }

  /// Ends it for the sake of somebody at another door; on any thread.
  void makeWay() {
    onLoop(this::evict);
  }

  private void relay() {
    var id = way.route().id();
    phase = Phase.RELAYED;
    var now = System.nanoTime();
    metrics().held(Hold.RELAYED, Duration.ofNanos(now - sinceNanos));
    port.doors().holds().ended(this);
    sinceNanos = now;
    said.restart();
    if (ticket != null) {
      ticket.relayed();
    }
    session = port.doors().holds().sessions().begin(id);
    session.cutBy(this::makeWay);
    while (phase == Phase.RELAYED && !held.isEmpty()) {
      plays(held.next());
    }
  }

  private void lookedUp(GameLine.Reached how) {
    var admitted = admittedAt;
    if (phase == Phase.HELD && admitted != null) {
      reached(how, admitted);
    }
  }

  private void reached(GameLine.Reached how, Endpoint at) {
    switch (how) {
      case YES -> relay();
      case NO -> {
        if (entrance != null) {
          entrance.unreachable(this, at, false);
        }
      }
      case LATER -> {}
    }
  }

  /// Looks after it, once a second.
  void look(long now) {
    metrics().lost(Lost.HELD, held.expire(now));
    var limits = port.doors().limits();
    var silent = now - said.heardNanos();
    switch (phase) {
      case ASKING -> endIf(silent > ASKING_NANOS, Hold.GONE);
      case HELD -> {
        endIf(silent > limits.unanswered().toNanos(), Hold.GONE);
        var holdFor = Duration.ofSeconds(now().route().view().holdSeconds());
        endIf(now - sinceNanos > holdFor.toNanos(), Hold.TIMEOUT);
      }
      case RELAYED -> {
        var unanswered = !said.answered() && now - sinceNanos > limits.unanswered().toNanos();
        endIf(unanswered || silent > limits.idle().toNanos() || stale(now), Hold.GONE);
      }
      case OVER -> {}
    }
  }

  /// A game that was stopped, or came up elsewhere, does not say goodbye. The table may be behind:
  /// only what it has heard since counts, and only of a game that has fallen silent.
  private boolean stale(long now) {
    var last = said.answeredNanos(sinceNanos);
    var route = now().route();
    if (now - last < STALE_NANOS || route.sinceNanos() - sinceNanos < 0) {
      return false;
    }
    return switch (route.state()) {
      case ASLEEP, FAILED, DELETING -> true;
      case AWAKE -> now().awakeAt().filter(game::leadsTo).isEmpty();
      case WAKING, UNKNOWN -> false;
    };
  }

  private void endIf(boolean yes, Hold outcome) {
    if (yes) {
      end(outcome);
    }
  }

  private void end(Hold outcome) {
    var before = phase;
    phase = Phase.OVER;
    if (before == Phase.OVER) {
      return;
    }
    port.gone(this);
    game.close();
    held.close();
    if (before == Phase.ASKING) {
      port.askedEnough();
      return;
    }
    if (before == Phase.HELD) {
      metrics().held(outcome, Duration.ofNanos(System.nanoTime() - sinceNanos));
      port.doors().holds().ended(this);
    }
    port.doors().parties().leave(this);
    endSession();
    if (ticket != null) {
      ticket.close();
    }
    if (entrance != null) {
      entrance.leave(this);
    }
  }

  private void endSession() {
    if (session != null) {
      session.end();
      session = null;
    }
  }

  /// What is known now of the door that it came to.
  private Doorway now() {
    var table = port.doors().holds().routes().table();
    return table
        .server(way.route().id())
        .map(route -> new Doorway(route, way.door(), way.primary()))
        .orElse(way);
  }

  private void onLoop(Runnable step) {
    if (port.loop().inEventLoop()) {
      step.run();
    } else {
      port.loop().execute(step);
    }
  }

  private ProxyMetrics metrics() {
    return port.metrics();
  }
}
