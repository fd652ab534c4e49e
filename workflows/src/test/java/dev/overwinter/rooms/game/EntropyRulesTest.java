package dev.overwinter.rooms.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomSettings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class EntropyRulesTest {
  private static final int DEALS = 20_000;

  private static List<MemberId> players(int count) {
    return IntStream.range(0, count).mapToObj(i -> new MemberId("v-%08d".formatted(i))).toList();
  }

  private static Top10Table deal(int players, byte[] drawn) {
    return Top10.GAME.deal(
        players(players), RoomSettings.usual(), Entropy.of(drawn), Instant.EPOCH);
  }

  @Property(tries = 500)
  @net.jqwik.api.Tag("ROOM-09")
  void everyDealGivesEachPlayerOneValueOfTheirOwn(
      @ForAll @IntRange(min = 1, max = 10) int players, @ForAll long seed) {
    var drawn = new byte[Top10.GAME.entropyBytes(players)];
    new Random(seed).nextBytes(drawn);

    var cards = deal(players, drawn).cards();

    assertThat(cards).extracting(Top10Table.Card::player).isEqualTo(players(players));
    assertThat(cards)
        .extracting(Top10Table.Card::value)
        .doesNotHaveDuplicates()
        .allMatch(value -> value >= 1 && value <= 10);
    assertThat(cards).extracting(Top10Table.Card::id).doesNotHaveDuplicates();
    assertThat(cards).allMatch(card -> card.id().matches("[0-9a-f]{4}") && card.faceDown());
  }

  /// Chi-square of who gets what over many deals. 81 degrees of freedom: beyond 150 once in a
  /// hundred thousand times, were it chance.
  @Test
  @Tag("ROOM-10")
  void everyPlayerGetsEveryValueEquallyOften() {
    var seen = new int[10][10];
    var source = new Random(20261122);
    var drawn = new byte[Top10.GAME.entropyBytes(10)];
    for (var deal = 0; deal < DEALS; deal++) {
      source.nextBytes(drawn);
      var cards = deal(10, drawn).cards();
      for (var at = 0; at < 10; at++) {
        seen[at][cards.get(at).value() - 1]++;
      }
    }
    var expected = DEALS / 10.0;
    var chiSquare = 0.0;
    for (var row : seen) {
      for (var count : row) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
    }
    assertThat(chiSquare).isBetween(35.0, 150.0);
  }

  @Test
  @Tag("ROOM-10")
  void noNumberIsLikelierThanAnother() {
    for (var bound = 1; bound <= 256; bound++) {
      var often = new int[bound];
      for (var drawn = 0; drawn < 256; drawn++) {
        if (drawn < 256 - 256 % bound) {
          often[Entropy.of(new byte[] {(byte) drawn}).below(bound)]++;
        } else {
          var alone = Entropy.of(new byte[] {(byte) drawn});
          var same = bound;
          assertThatThrownBy(() -> alone.below(same)).isInstanceOf(IllegalStateException.class);
        }
      }
      assertThat(often).containsOnly(256 / bound);
    }
  }

  @Test
  @Tag("ROOM-10")
  void aDealFollowsFromItsChanceAloneAndAnotherChanceIsAnotherDeal() {
    var deals = new HashSet<List<Integer>>();
    for (var seed = 0; seed < 100; seed++) {
      var drawn = new byte[256];
      new Random(seed).nextBytes(drawn);
      assertThat(deal(10, drawn)).isEqualTo(deal(10, drawn));
      deals.add(deal(10, drawn).cards().stream().map(Top10Table.Card::value).toList());
    }
    assertThat(deals).hasSize(100);
  }

  @Test
  @Tag("ROOM-10")
  void whatFollowsFromASecretIsAnotherForEachNumberAndEachSecret() {
    var seen = new HashSet<String>();
    for (var secret : List.of("00".repeat(32), "01" + "00".repeat(31))) {
      for (var number = 0; number < 100; number++) {
        var chance = Entropy.expanded(secret, number);
        for (var block = 0; block < 8; block++) {
          seen.add(chance.hex(32));
        }
      }
    }
    assertThat(seen).hasSize(2 * 100 * 8);
  }
}
