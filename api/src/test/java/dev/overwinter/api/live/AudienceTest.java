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
  private static final int ALL = 800;

  private final AtomicLong nanos = new AtomicLong();
  private final Audience audience = new Audience(nanos::get, 600, ALL);

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

  @Test
  @Tag("ROOM-28")
  void soManyListenToAProcessAndTheNextIsToldToTryAgain() {
    for (int nth = 0; nth < ALL / 40; nth++) {
      admit("g:" + nth, "198.51.100." + nth, 40);
    }
    refused("g:new", "203.0.113.1", 503);
    assertThatThrownBy(() -> audience.stream("an account")).isInstanceOf(Problem.class);
  }

  @Test
  void aStreamTakesThePlacesOfSeveralSocketsAndGivesThemAllBack() {
    var streams = new ArrayList<Audience.Place>();
    for (int nth = 0; nth < ALL / Capacity.SOCKETS_OF_A_STREAM; nth++) {
      streams.add(audience.stream("account " + nth / 8));
    }
    assertThatThrownBy(() -> audience.stream("another")).isInstanceOf(Problem.class);
    streams.forEach(Audience.Place::close);
    streams.forEach(Audience.Place::close);
    for (int nth = 0; nth < ALL / 40; nth++) {
      admit("g:" + nth, "198.51.100." + nth, 40);
    }
    refused("g:new", "203.0.113.1", 503);
  }

  @Test
  void anAccountHasSoManyStreamsAndAnotherHasItsOwn() {
    for (int nth = 0; nth < Audience.MOST_OF_AN_ACCOUNT; nth++) {
      var _ = audience.stream("ann");
    }
    assertThatThrownBy(() -> audience.stream("ann"))
        .isInstanceOfSatisfying(
            Problem.class, refused -> assertThat(refused.getStatusCode().value()).isEqualTo(429));
    audience.stream("ben").close();
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
