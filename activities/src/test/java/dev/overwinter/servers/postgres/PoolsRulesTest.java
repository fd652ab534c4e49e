package dev.overwinter.servers.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class PoolsRulesTest {
  private final Pools pools = Pools.parse("8070-8130", "10.213.0.0/16");

  /// A positive number takes a block of so many, a negative one gives back one that was taken.
  @Property(tries = 500)
  @Tag("D-01")
  void blocksNeverOverlapNorLeaveTheRangeNorTouchOurs(
      @ForAll @Size(max = 60) List<@IntRange(min = -4, max = 6) Integer> steps) {
    var blocks = new HashMap<Integer, Integer>();
    for (var step : steps) {
      if (step > 0) {
        take(blocks, step);
      } else if (!blocks.isEmpty()) {
        blocks.remove(blocks.keySet().iterator().next());
      }
    }
  }

  private void take(Map<Integer, Integer> blocks, int count) {
    var taken = new HashSet<Integer>();
    blocks.forEach((first, length) -> {
      for (var port = first; port < first + length; port++) {
        assertThat(taken.add(port)).isTrue();
      }
    });
    var first = pools.freePorts(taken, count);
    if (first.isPresent()) {
      for (var port = first.getAsInt(); port < first.getAsInt() + count; port++) {
        assertThat(port).isBetween(8_070, 8_130).isNotIn(8_080, 8_090);
        assertThat(taken).doesNotContain(port);
      }
      blocks.put(first.getAsInt(), count);
    } else {
      // Refused only when there is no room: nobody finds one by looking at every place.
      assertThat(java.util.stream.IntStream.rangeClosed(8_070, 8_131 - count))
          .noneMatch(from ->
              java.util.stream.IntStream.range(from, from + count)
                  .noneMatch(p -> taken.contains(p) || p == 8_080 || p == 8_090));
    }
  }
}
