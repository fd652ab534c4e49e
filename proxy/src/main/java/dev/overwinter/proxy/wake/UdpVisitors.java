package dev.overwinter.proxy.wake;

import dev.overwinter.catalogue.Transport;
import dev.overwinter.proxy.frontdoor.Bucket;
import dev.overwinter.proxy.frontdoor.Gate;
import dev.overwinter.proxy.frontdoor.UdpDoor;
import dev.overwinter.proxy.frontdoor.UdpSocket;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.ProxyMetrics.Lost;
import dev.overwinter.proxy.traffic.Verdict;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everybody who sends datagrams to one public port. A sender becomes a visit by a datagram that
/// its game's protocol knows as a join, or by a question to a game that is awake; nothing is kept
/// of anybody else. Confined to the event loop of the port.
final class UdpVisitors implements UdpDoor {
  private static final int MOST_ASKING = 64;
  // Forged senders take no more places and descriptors than these, for no longer than they last.
  private static final int MOST_UNPROVEN = 256;
  private static final int LARGEST_ANSWER = 2048;
  private static final FastThreadLocal<ByteBuffer> ANSWER =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuffer initialValue() {
          return ByteBuffer.allocateDirect(LARGEST_ANSWER);
        }
      };

  private final UdpDoors doors;
  private final int port;
  private final UdpSocket socket;
  private final EventLoop loop;
  // In the order in which they came.
  private final Map<InetSocketAddress, UdpVisit> visits = new LinkedHashMap<>();
  private final Bucket answers;
  private int asking;
  private boolean sweeping;

  UdpVisitors(UdpDoors doors, int port, UdpSocket socket, EventLoop loop) {
    this.doors = doors;
    this.port = port;
    this.socket = socket;
    this.loop = loop;
    answers = new Bucket(System.nanoTime(), doors.limits().answersPerPort(), 1);
  }

  @Override
  public void received(ByteBuffer datagram, InetSocketAddress from) {
    var visit = visits.get(from);
    if (visit != null) {
      visit.heard(datagram);
      return;
    }
    var way = doors.holds().routes().table().port(Transport.UDP, port);
    var dialect = way.flatMap(doors::dialect);
    if (way.isEmpty() || dialect.isEmpty()) {
      metrics().connection(Verdict.NO_ROUTE);
      return;
    }
    switch (dialect.get().hear(datagram, way.get())) {
      case NOISE -> metrics().connection(Verdict.JUNK);
      case QUESTION -> question(way.get(), dialect.get(), datagram, from);
      case JOIN -> join(new UdpVisit(this, way.get(), dialect.get(), from), datagram);
    }
  }

  private void question(Doorway way, Dialect dialect, ByteBuffer datagram, InetSocketAddress from) {
    metrics().connection(Verdict.STATUS);
    if (way.awakeAt().isEmpty()) {
      answer(way, dialect, datagram, from);
      return;
    }
    if (!mayPassOn(from)) {
      return;
    }
    if (asking >= MOST_ASKING) {
      evict(UdpVisit::asks);
    }
    if (asking < MOST_ASKING && doors.beginAsking()) {
      asking++;
      var visit = new UdpVisit(this, way, dialect, from);
      keep(visit);
      visit.ask(datagram);
    } else {
      metrics().connection(Verdict.FULL);
    }
  }

  /// Answers in place of the game.
  void answer(Doorway way, Dialect dialect, ByteBuffer question, InetSocketAddress from) {
    if (way.route().view().silentAsleep() || !mayAsk(from)) {
      return;
    }
    var answer = ANSWER.get().clear().order(ByteOrder.BIG_ENDIAN);
    var kind = dialect.answer(question, from, way, answer);
    answer.flip();
    var allowed =
        switch (kind) {
          case NONE -> false;
          case SHORT -> answer.remaining() <= question.remaining();
          case VERIFIED -> true;
          case LONG -> mayAnswerAtLength();
        };
    if (allowed) {
      metrics().pingAnswered(way.route().state().name().toLowerCase(Locale.ROOT));
      send(answer, from);
    }
  }

  private boolean mayAsk(InetSocketAddress from) {
    return limited(doors.mayAsk(from.getAddress(), System.nanoTime()));
  }

  /// Whether the game may be asked. What it answers is not known, and may be long.
  boolean mayPassOn(InetSocketAddress from) {
    return mayAsk(from) && limited(mayAnswerAtLength());
  }

  private boolean limited(boolean may) {
    if (!may) {
      metrics().connection(Verdict.RATE_LIMITED);
    }
    return may;
  }

  private boolean mayAnswerAtLength() {
    var now = System.nanoTime();
    return answers.take(now) && doors.mayAnswerAtLength(now);
  }

  /// Lets somebody in who wants to play, if there is room.
  void join(UdpVisit visit, ByteBuffer datagram) {
    var entrance = doors.entrances().of(visit.way().route().id());
    var now = System.nanoTime();
    // First what costs nothing to be asked, and last what a single sender could use up for all.
    if (!entrance.hearsKnock(now)) {
      metrics().connection(Verdict.RATE_LIMITED);
      return;
    }
    var ticket = admit(visit);
    if (ticket == null) {
      return;
    }
    if (!ticket.mayLogIn() || !entrance.takeKnock(now)) {
      refuse(ticket, Verdict.RATE_LIMITED);
    } else if (!roomToPlay(ticket) || !doors.parties().enter(visit)) {
      refuse(ticket, Verdict.TOO_MANY_PLAYERS);
    } else {
      metrics().connection(Verdict.DATAGRAMS);
      keep(visit);
      if (visits.values().stream().filter(UdpVisit::unproven).count() >= MOST_UNPROVEN) {
        evict(UdpVisit::unproven);
      }
      visit.join(ticket, entrance, datagram);
    }
  }

  private boolean roomToPlay(Gate.Ticket ticket) {
    if (doors.gate().fullOfSenders()) {
      evict(UdpVisit::unproven);
    }
    return ticket.mayPlay();
  }

  private Gate.@Nullable Ticket admit(UdpVisit visit) {
    var from = visit.player().getAddress();
    var admission = doors.gate().admitSender(from, port);
    if (admission.verdict() == Gate.Verdict.FULL && evict(UdpVisit::unproven)) {
      admission = doors.gate().admitSender(from, port);
    }
    if (admission.ticket() == null) {
      metrics()
          .connection(
              admission.verdict() == Gate.Verdict.FULL ? Verdict.FULL : Verdict.RATE_LIMITED);
    }
    return admission.ticket();
  }

  private void refuse(Gate.Ticket ticket, Verdict verdict) {
    ticket.close();
    metrics().connection(verdict);
  }

  /// Sends the oldest away that `whom` says may go: it is least likely to be heard of again.
  private boolean evict(Predicate<UdpVisit> whom) {
    for (var visit : visits.values()) {
      if (whom.test(visit)) {
        visit.evict();
        return true;
      }
    }
    return false;
  }

  private void keep(UdpVisit visit) {
    visits.put(visit.player(), visit);
    if (!sweeping) {
      sweeping = true;
      sweepLater();
    }
  }

  /// A port where nobody is costs no timer.
  private void sweepLater() {
    var _ = loop.schedule(this::sweep, 1, TimeUnit.SECONDS);
  }

  private void sweep() {
    var now = System.nanoTime();
    for (var visit : new ArrayList<>(visits.values())) {
      visit.look(now);
    }
    sweeping = !visits.isEmpty();
    if (sweeping) {
      sweepLater();
    }
  }

  /// Somebody who only asked does so no more: it plays, or is gone.
  void askedEnough() {
    asking--;
    doors.endAsking();
  }

  void gone(UdpVisit visit) {
    visits.remove(visit.player(), visit);
  }

  void send(ByteBuffer datagram, InetSocketAddress to) {
    if (socket.send(datagram, to) != UdpSocket.Sent.YES) {
      metrics().lost(Lost.UNSENT, 1);
    }
  }

  @Override
  public boolean deserted() {
    return visits.values().stream().allMatch(UdpVisit::asks);
  }

  @Override
  public void closed() {
    new ArrayList<>(visits.values()).forEach(UdpVisit::evict);
  }

  UdpDoors doors() {
    return doors;
  }

  EventLoop loop() {
    return loop;
  }

  ProxyMetrics metrics() {
    return doors.holds().metrics();
  }
}
