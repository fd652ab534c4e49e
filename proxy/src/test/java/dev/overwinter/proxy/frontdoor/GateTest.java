package dev.overwinter.proxy.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.proxy.config.GateLimits;
import dev.overwinter.proxy.frontdoor.Gate.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P-06")
class GateTest {
  private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.7");

  private final AtomicLong now = new AtomicLong();
  private final Gate gate = new Gate(new GateLimits(2, 1, 50, 60, 70, 3, 5, false), now::get);

  @Test
  void anAddressThatComesTooOftenIsTurnedAwayForAWhile() {
    for (var i = 0; i < 10; i++) {
      assertThat(knock(STRANGER)).isEqualTo(Verdict.ADMITTED);
    }
    assertThat(knock(STRANGER)).isEqualTo(Verdict.RATE_LIMITED);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(knock(STRANGER)).isEqualTo(Verdict.ADMITTED);
    assertThat(knock(STRANGER)).isEqualTo(Verdict.ADMITTED);
    assertThat(knock(STRANGER)).isEqualTo(Verdict.RATE_LIMITED);
    assertThat(knock(InetAddress.ofLiteral("203.0.113.8"))).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void loginsAreCountedByThemselves() {
    var ticket = Objects.requireNonNull(gate.admit(STRANGER, 1).ticket());
    for (var i = 0; i < 10; i++) {
      assertThat(ticket.mayLogIn()).isTrue();
    }
    assertThat(ticket.mayLogIn()).isFalse();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(ticket.mayLogIn()).isTrue();
  }

  @Test
  void aTicketIsGivenBackOnce() {
    var ticket = Objects.requireNonNull(gate.admit(STRANGER, 1).ticket());
    gate.admit(STRANGER, 1);
    ticket.close();
    ticket.close();
    assertThat(gate.waiting()).isEqualTo(1);
  }

  @Test
  void aPortAndTheWholeProcessHaveTheirBounds() {
    var tickets = new ArrayList<Gate.Ticket>();
    var loopback = InetAddress.getLoopbackAddress(); // no limit by address
    for (var i = 0; i < 60; i++) {
      tickets.add(Objects.requireNonNull(gate.admit(loopback, 1).ticket()));
    }
    assertThat(gate.admit(loopback, 1).verdict()).isEqualTo(Verdict.FULL);
    for (var i = 0; i < 10; i++) {
      assertThat(gate.admit(loopback, 2).verdict()).isEqualTo(Verdict.ADMITTED);
    }
    assertThat(gate.admit(loopback, 3).verdict()).isEqualTo(Verdict.FULL);
    tickets.forEach(Gate.Ticket::close);
    assertThat(gate.waiting()).isEqualTo(10);
    assertThat(gate.admit(loopback, 1).verdict()).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void relayedPlayersOfAnAddressAreCountedByThemselves() {
    for (var i = 0; i < 3; i++) {
      var ticket = ticket(STRANGER);
      assertThat(ticket.play()).isTrue();
      assertThat(ticket.play()).isTrue(); // once more is no second place
      ticket.relayed();
    }
    var fourth = ticket(STRANGER);
    assertThat(fourth.mayPlay()).isFalse();
    assertThat(fourth.play()).isFalse();
    assertThat(ticket(InetAddress.ofLiteral("203.0.113.8")).play()).isTrue();
    assertThat(gate.playing()).isEqualTo(4);
    assertThat(gate.waiting()).isEqualTo(2);
  }

  @Test
  void allRelayedPlayersTogetherHaveABoundAndGiveTheirPlacesBackOnce() {
    var loopback = InetAddress.getLoopbackAddress(); // no limit by address
    var players = new ArrayList<Gate.Ticket>();
    for (var i = 0; i < 5; i++) {
      players.add(ticket(loopback));
      assertThat(players.getLast().play()).isTrue();
    }
    assertThat(ticket(loopback).play()).isFalse();
    players.getFirst().close();
    players.getFirst().close();
    assertThat(players.getFirst().play()).isFalse(); // it has left
    assertThat(ticket(loopback).play()).isTrue();
    assertThat(ticket(loopback).play()).isFalse();
  }

  @Test
  void sendersOfDatagramsHaveHalfOfThePlacesAtMost() {
    var loopback = InetAddress.getLoopbackAddress(); // no limit by address
    var senders = new ArrayList<Gate.Ticket>();
    for (var i = 0; i < 3; i++) {
      assertThat(gate.fullOfSenders()).isFalse();
      senders.add(Objects.requireNonNull(gate.admitSender(loopback, 1).ticket()));
      assertThat(senders.getLast().play()).isTrue();
    }
    assertThat(gate.fullOfSenders()).isTrue();
    var fourth = Objects.requireNonNull(gate.admitSender(loopback, 1).ticket());
    assertThat(fourth.mayPlay()).isFalse();
    assertThat(fourth.play()).isFalse();
    assertThat(ticket(loopback).play()).isTrue();
    senders.getFirst().close();
    assertThat(fourth.play()).isTrue();
    assertThat(ticket(loopback).play()).isTrue();
    assertThat(ticket(loopback).play()).isFalse();
  }

  @Test
  void playersOfOneIpv6HouseholdAreOneAddress() {
    for (var i = 0; i < 3; i++) {
      ticket(InetAddress.ofLiteral("2001:db8:1:2::" + (i + 1))).play();
    }
    assertThat(ticket(InetAddress.ofLiteral("2001:db8:1:2:ffff::1")).mayPlay()).isFalse();
    assertThat(ticket(InetAddress.ofLiteral("2001:db8:1:3::1")).mayPlay()).isTrue();
  }

  @Test
  void whoPlaysIsRememberedHoweverManyCome() {
    for (var i = 0; i < 3; i++) {
      var ticket = ticket(STRANGER);
      ticket.play();
      ticket.relayed();
    }
    aMillionCome();
    assertThat(ticket(STRANGER).play()).isFalse();
  }

  @Test
  void aHouseholdOfIpv6IsOneAddress() {
    for (var i = 0; i < 10; i++) {
      knock(InetAddress.ofLiteral("2001:db8:1:2::" + (i + 1)));
    }
    assertThat(knock(InetAddress.ofLiteral("2001:db8:1:2:ffff::1")))
        .isEqualTo(Verdict.RATE_LIMITED);
    assertThat(knock(InetAddress.ofLiteral("2001:db8:1:3::1"))).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void aMillionAddressesAreNotRemembered() {
    aMillionCome();
    assertThat(gate.remembered()).isLessThanOrEqualTo(20_000);
  }

  private void aMillionCome() {
    for (var i = 0; i < 1_000_000; i++) {
      now.addAndGet(1_000);
      var address =
          InetAddress.ofLiteral("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
      var ticket = gate.admit(address, 1).ticket();
      if (ticket != null) {
        ticket.close();
      }
    }
  }

  private Gate.Ticket ticket(InetAddress from) {
    return Objects.requireNonNull(gate.admit(from, 1).ticket());
  }

  private Verdict knock(InetAddress from) {
    return gate.admit(from, 1).verdict();
  }
}
