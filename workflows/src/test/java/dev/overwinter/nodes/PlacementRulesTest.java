package dev.overwinter.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.nodes.Placement.Choice;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PlacementRulesTest {
  private static final long GIB = 1L << 30;
  private static final Capacity MACHINE = new Capacity(8 * GIB, 4_000, 100);
  private static final Capacity NEED = new Capacity(2 * GIB, 1_000, 1);

  @Test
  void theOneThatIsPromisedLeastOfItsMemoryIsChosen() {
    var offers = List.of(offer("a", new Capacity(4 * GIB, 0, 1)), offer("b", Capacity.NONE));
    assertThat(Placement.choose(offers, Wish.ANYWHERE, NEED)).isEqualTo(new Choice.Placed("b"));
  }

  @Test
  void equalsAreChosenByName() {
    var offers = List.of(offer("b", Capacity.NONE), offer("a", Capacity.NONE));
    assertThat(Placement.choose(offers, Wish.ANYWHERE, NEED)).isEqualTo(new Choice.Placed("a"));
  }

  @Test
  void aWishForANodeARegionOrTagsIsKept() {
    var fast = new NodeSettings("eu", Set.of("nvme", "big"), 100, 100);
    var offers =
        List.of(offer("a", Capacity.NONE), new NodeOffer("b", true, fast, MACHINE, Capacity.NONE));
    assertThat(Placement.choose(offers, new Wish("", "eu", Set.of("nvme")), NEED))
        .isEqualTo(new Choice.Placed("b"));
    assertThat(Placement.choose(offers, Wish.node("a"), NEED)).isEqualTo(new Choice.Placed("a"));
    assertThat(Placement.choose(offers, new Wish("a", "eu", Set.of()), NEED))
        .isEqualTo(
            new Choice.Refused(
                "no node has room (a: not in region eu; b: not the node that was asked for)"));
  }

  @Test
  void whatIsMissingIsNamed() {
    var full = offer("a", new Capacity(7 * GIB, 0, 0));
    var closed = new NodeOffer("b", false, NodeSettings.USUAL, MACHINE, Capacity.NONE);
    assertThat(Placement.choose(List.of(full, closed), Wish.ANYWHERE, NEED))
        .isEqualTo(
            new Choice.Refused(
                "no node has room (a: memory: 9216 MiB would be promised of 8192; b: takes no new"
                    + " servers)"));
    assertThat(Placement.choose(List.of(), Wish.ANYWHERE, NEED))
        .isEqualTo(new Choice.Refused("there is no node"));
  }

  @Test
  void overAllocationPromisesMemoryTwiceButNeverPorts() {
    var twice = new NodeSettings("", Set.of(), 200, 400);
    var full = new Capacity(7 * GIB, 0, 99);
    var need = new Capacity(2 * GIB, 100, 1);
    var offer = new NodeOffer("a", true, twice, MACHINE, full);
    assertThat(Placement.choose(List.of(offer), Wish.ANYWHERE, need))
        .isEqualTo(new Choice.Placed("a"));
    assertThat(Placement.choose(List.of(offer), Wish.ANYWHERE, need.plus(new Capacity(0, 0, 1))))
        .isInstanceOf(Choice.Refused.class);
  }

  @Property(tries = 300)
  void noNodeIsEverPromisedMoreThanItOffers(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 40) Integer> quarters) {
    var a = Capacity.NONE;
    var b = Capacity.NONE;
    for (var quarter : quarters) {
      var need = new Capacity(quarter * GIB / 4, 50, 1);
      var offers = List.of(offer("a", a), offer("b", b));
      if (Placement.choose(offers, Wish.ANYWHERE, need) instanceof Choice.Placed(var node)) {
        if (node.equals("a")) {
          a = a.plus(need);
        } else {
          b = b.plus(need);
        }
      }
    }
    assertThat(List.of(a, b)).allMatch(promised -> promised.memoryBytes() <= 8 * GIB);
  }

  private static NodeOffer offer(String node, Capacity promised) {
    return new NodeOffer(node, true, new NodeSettings("", Set.of(), 100, 400), MACHINE, promised);
  }
}
