package dev.overwinter.rooms.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SecureDrawTest {
  private final SecureDraw chance = new SecureDraw();

  @Test
  @Tag("ROOM-10")
  void everyByteComesAsOftenAsEveryOther() {
    var counts = new long[256];
    for (var draw = 0; draw < 256; draw++) {
      for (var one : chance.draw(1024)) {
        counts[one & 0xff]++;
      }
    }
    // 255 degrees of freedom: above 400 once in a hundred million times.
    var expected = 1024.0;
    var chiSquare = 0.0;
    for (var count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(400);
  }

  @Test
  @Tag("ROOM-10")
  void nothingIsDrawnTwice() {
    var drawn = new HashSet<String>();
    for (var draw = 0; draw < 1_000; draw++) {
      drawn.add(java.util.HexFormat.of().formatHex(chance.draw(16)));
    }
    assertThat(drawn).hasSize(1_000);
  }

  /// No number that a worker begins with, a clock's or an id's, fixes what it draws.
  @Test
  @Tag("ROOM-10")
  void whoBeginsAtTheSameMomentDrawsSomethingElse() {
    var drawn = new HashSet<String>();
    for (var worker = 0; worker < 1_000; worker++) {
      drawn.add(java.util.HexFormat.of().formatHex(new SecureDraw().draw(16)));
    }
    assertThat(drawn).hasSize(1_000);
  }

  @Test
  void asManyAsAskedForAndNoMoreThanAGameNeeds() {
    assertThat(chance.draw(1)).hasSize(1);
    assertThat(chance.draw(1024)).hasSize(1024);
    assertThatThrownBy(() -> chance.draw(0)).hasMessageContaining("expected: 1..1024");
    assertThatThrownBy(() -> chance.draw(1025)).hasMessageContaining("expected: 1..1024");
  }
}
