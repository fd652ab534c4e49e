package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.api.Problem;
import dev.overwinter.rooms.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoomAudienceTest {
  private static final int CONNECTIONS = 1_000;
  private static final int ALL = 800;

  private final AtomicLong nanos = new AtomicLong();
  private final RoomAudience audience = new RoomAudience(nanos::get, 600, CONNECTIONS);

  private static final class Ear implements RoomEar {
    @Override
    public MemberId member() {
      return new MemberId("v-00000001");
    }

    @Override
    public RoomCaller who() {
      return new RoomCaller(
          member(), "g:00000001", "Ann", false, new RoomCaller.Proof.Token("a token's hash"));
    }

    @Override
    public void tell(RoomFrame frame) {
      throw new AssertionError("nothing is told here");
    }

    @Override
    public void end(boolean policy, String why) {
      throw new AssertionError("nobody is ended here");
    }
  }

  private List<RoomEar> admit(String holder, String address, int many) {
    var ears = new ArrayList<RoomEar>();
    for (int nth = 0; nth < many; nth++) {
      var ear = new Ear();
      audience.admit(ear, holder, address);
      audience.came(ear);
      ears.add(ear);
    }
    return ears;
  }

  private void refused(String holder, String address, int status) {
    assertThatThrownBy(() -> audience.admit(new Ear(), holder, address))
        .isInstanceOfSatisfying(
            Problem.class,
            refused -> assertThat(refused.getStatusCode().value()).isEqualTo(status));
  }

  @Test
  @Tag("ROOM-28")
  void aPersonHasSoManySocketsOverAllRoomsAndOthersHaveTheirOwn() {
    var ears = admit("g:ada", "198.51.100.1", RoomAudience.MOST_OF_A_HOLDER);
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
    for (int nth = 0; nth < RoomAudience.MOST_OF_AN_ADDRESS / 32; nth++) {
      admit("g:" + nth, "198.51.100.1", 32);
    }
    refused("g:new", "198.51.100.1", 429);
    admit("g:new", "198.51.100.2", RoomAudience.MOST_OF_A_HOLDER);
  }

  @Test
  @Tag("ROOM-28")
  void aFifthOfAllConnectionsIsLeftForEverythingElse() {
    for (int nth = 0; nth < ALL / 40; nth++) {
      admit("g:" + nth, "198.51.100." + nth, 40);
    }
    refused("g:new", "203.0.113.1", 503);
    var wider = new RoomAudience(nanos::get, 600, 12_000);
    for (int nth = 0; nth < 8_000; nth++) {
      wider.admit(new Ear(), "g:" + nth / 8, "10.0." + nth / 256 % 256 + "." + nth % 256);
    }
  }

  @Test
  void whoWasRefusedForOneBoundTakesNothingOfAnother() {
    for (int nth = 0; nth < RoomAudience.MOST_OF_AN_ADDRESS / 64; nth++) {
      admit("g:" + nth, "198.51.100.1", 64);
    }
    for (int nth = 0; nth < 200; nth++) {
      refused("g:new", "198.51.100.1", 429);
    }
    admit("g:new", "198.51.100.2", RoomAudience.MOST_OF_A_HOLDER);
  }

  @Test
  void aConnectionThatBrokeBeforeItWasASocketIsForgottenAndOneThatCameIsNot() {
    admit("g:ada", "198.51.100.1", RoomAudience.MOST_OF_A_HOLDER - 1);
    audience.admit(new Ear(), "g:ada", "198.51.100.1");
    audience.forget();
    refused("g:ada", "198.51.100.1", 429);
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    audience.forget();
    admit("g:ada", "198.51.100.1", 1);
    refused("g:ada", "198.51.100.1", 429);
  }
}
