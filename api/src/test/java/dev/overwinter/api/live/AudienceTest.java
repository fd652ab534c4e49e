package dev.overwinter.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private static final int ALL = 2_000;

  /// Of guests and players; the others are for accounts.
  private static final int FOR_STRANGERS = 1_900;

  private final AtomicLong nanos = new AtomicLong();
  private final Audience audience = new Audience(nanos::get, 1, ALL);

  private List<Object> admit(String holder, String address, int many) {
    var ears = new ArrayList<Object>();
    for (int nth = 0; nth < many; nth++) {
      var ear = new Object();
      audience.admit(ear, Audience.Kind.SOCKET, holder, address);
      audience.came(ear);
      ears.add(ear);
    }
    return ears;
  }

  private void refused(String holder, String address, int status) {
    assertThatThrownBy(() -> audience.admit(new Object(), Audience.Kind.SOCKET, holder, address))
        .isInstanceOfSatisfying(
            Problem.class,
            refused -> assertThat(refused.getStatusCode().value()).isEqualTo(status));
  }

  @Test
  @Tag("ROOM-28")
  void aPersonHasSoManySocketsOverAllRoomsAndOthersHaveTheirOwn() {
    var ears = admit("g:ada", "198.51.100.1", Audience.MOST_OF_A_PERSON);
    refused("g:ada", "198.51.100.2", 429);
    admit("g:bob", "198.51.100.1", 1);
    audience.gone(ears.getFirst());
    audience.gone(ears.getFirst());
    admit("g:ada", "198.51.100.1", 1);
    refused("g:ada", "198.51.100.1", 429);
  }

  @Test
  @Tag("ROOM-28")
  void anAddressHasSoManySocketsHoweverManyGuestsItMakes() {
    for (int nth = 0; nth < Audience.MOST_OF_AN_ADDRESS / 32; nth++) {
      admit("g:" + nth, "198.51.100.1", 32);
    }
    refused("g:new", "198.51.100.1", 429);
    admit("g:new", "198.51.100.2", Audience.MOST_OF_A_PERSON);
  }

  private void fill() {
    for (int nth = 0; nth < FOR_STRANGERS / 20; nth++) {
      admit("g:" + nth, "198.51.100." + nth, 20);
    }
  }

  @Test
  @Tag("ROOM-28")
  void soManyListenToAProcessAndTheNextIsToldToTryAgain() {
    fill();
    refused("g:new", "203.0.113.1", 503);
  }

  @Test
  @Tag("ROOM-28")
  void whoLooksAfterServersIsNotShutOutByStrangers() {
    fill();
    int streams = (ALL - FOR_STRANGERS) / Capacity.SOCKETS_OF_A_STREAM;
    for (int nth = 0; nth < streams; nth++) {
      var _ = audience.stream("ann");
    }
    assertThatThrownBy(() -> audience.stream("ann"))
        .isInstanceOfSatisfying(
            Problem.class, refused -> assertThat(refused.getStatusCode().value()).isEqualTo(503));
  }

  @Test
  @Tag("ROOM-28")
  void nobodyHasMoreThanAQuarterAndNoAddressMoreThanHalf() {
    var small = new Audience(nanos::get, 1, 200);
    for (int nth = 0; nth < 100; nth++) {
      small.admit(new Object(), Audience.Kind.SOCKET, "g:" + nth / 50, "198.51.100.1");
    }
    assertThatThrownBy(
            () -> small.admit(new Object(), Audience.Kind.SOCKET, "g:new", "198.51.100.1"))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> small.admit(new Object(), Audience.Kind.SOCKET, "g:0", "203.0.113.1"))
        .isInstanceOf(Problem.class);
    small.admit(new Object(), Audience.Kind.SOCKET, "g:new", "203.0.113.1");
  }

  @Test
  void aStreamTakesThePlacesOfSeveralSocketsOfItsPersonToo() {
    var streams = new ArrayList<Object>();
    for (int nth = 0; nth < Audience.MOST_OF_A_PERSON / Capacity.SOCKETS_OF_A_STREAM; nth++) {
      var stream = new Object();
      audience.admit(stream, Audience.Kind.STREAM, "g:ada", "198.51.100.1");
      streams.add(stream);
    }
    assertThatThrownBy(
            () -> audience.admit(new Object(), Audience.Kind.STREAM, "g:ada", "198.51.100.1"))
        .isInstanceOf(Problem.class);
    streams.forEach(audience::gone);
    admit("g:ada", "198.51.100.1", Audience.MOST_OF_A_PERSON);
    refused("g:ada", "198.51.100.1", 429);
  }

  @Test
  void anAccountHasSoManyStreamsGivesThemBackAndAnotherHasItsOwn() {
    var streams = new ArrayList<Audience.Place>();
    for (int nth = 0; nth < ALL / 4 / Capacity.SOCKETS_OF_A_STREAM; nth++) {
      streams.add(audience.stream("ann"));
    }
    assertThatThrownBy(() -> audience.stream("ann"))
        .isInstanceOfSatisfying(
            Problem.class, refused -> assertThat(refused.getStatusCode().value()).isEqualTo(429));
    audience.stream("ben").close();
    streams.getFirst().close();
    streams.getFirst().close();
    audience.stream("ann").close();
  }

  @Test
  void whoWasRefusedForOneBoundTakesNothingOfAnother() {
    for (int nth = 0; nth < Audience.MOST_OF_AN_ADDRESS / 64; nth++) {
      admit("g:" + nth, "198.51.100.1", 64);
    }
    for (int nth = 0; nth < 200; nth++) {
      refused("g:new", "198.51.100.1", 429);
    }
    admit("g:new", "198.51.100.2", Audience.MOST_OF_A_PERSON);
  }

  private static final class Pinged extends LiveSocket {
    private int times;

    Pinged() {
      super(1, 1);
    }

    @Override
    void ping() {
      times++;
    }

    @Override
    protected void begin() {
      throw new AssertionError("nothing is opened here");
    }

    @Override
    protected void heard(String text) {
      throw new AssertionError("nothing is said here");
    }

    @Override
    protected void unreadable() {
      throw new AssertionError("nothing is said here");
    }

    @Override
    protected void ended() {
      throw new AssertionError("nobody is ended here");
    }
  }

  @Test
  @Tag("ROOM-18")
  void eachSocketIsPingedInLessThanAMinuteAndNotAllOfThemAtOnce() {
    var sockets = new ArrayList<Pinged>();
    for (int nth = 0; nth < 50; nth++) {
      var socket = new Pinged();
      audience.admit(socket, Audience.Kind.SOCKET, "g:" + nth, "198.51.100.1");
      audience.came(socket);
      sockets.add(socket);
      nanos.addAndGet(Duration.ofMillis(500).toNanos());
    }
    int mostAtOnce = 0;
    audience.ping();
    for (int second = 0; second < 100; second++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      int before = sockets.stream().mapToInt(socket -> socket.times).sum();
      audience.ping();
      mostAtOnce =
          Math.max(mostAtOnce, sockets.stream().mapToInt(socket -> socket.times).sum() - before);
    }
    assertThat(sockets).allSatisfy(socket -> assertThat(socket.times).isEqualTo(2));
    assertThat(mostAtOnce).isLessThan(5);
  }

  @Test
  void aConnectionThatBrokeBeforeItWasASocketIsForgottenAndOneThatCameIsNot() {
    admit("g:ada", "198.51.100.1", Audience.MOST_OF_A_PERSON - 1);
    audience.admit(new Object(), Audience.Kind.SOCKET, "g:ada", "198.51.100.1");
    audience.forget();
    refused("g:ada", "198.51.100.1", 429);
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    audience.forget();
    admit("g:ada", "198.51.100.1", 1);
    refused("g:ada", "198.51.100.1", 429);
  }
}
