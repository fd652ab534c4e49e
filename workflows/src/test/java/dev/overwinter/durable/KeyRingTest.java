package dev.overwinter.durable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ROOM-02")
final class KeyRingTest {
  private static final String CANARY = "canary-7f3k";

  private final String first = KeyRing.draw("2026");
  private final KeyRing ring = KeyRing.parse("# rooms\n\n" + first + "\n");

  @Test
  void whatIsSealedTellsNothingAndIsAnotherEachTime() {
    var sealed = ring.seal("room", CANARY);

    assertThat(sealed).startsWith("ring:2026:").doesNotContain("canary");
    assertThat(new String(Base64.getDecoder().decode(sealed.substring(10)), ISO_8859_1))
        .doesNotContain("canary");
    assertThat(ring.seal("room", CANARY)).isNotEqualTo(sealed);
    assertThat(ring.open("room", sealed)).isEqualTo(CANARY);
  }

  @Test
  void whatIsAboutOneRoomIsNotReadAsAnothers() {
    var sealed = ring.seal("room", CANARY);

    assertThatThrownBy(() -> ring.open("another", sealed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void afterARotationTheNewKeyWritesAndTheOldOneStillOpens() {
    var before = ring.seal("room", CANARY);

    var rotated = KeyRing.parse(KeyRing.draw("2027") + "\n" + first);

    assertThat(rotated.ids()).containsExactly("2027", "2026");
    assertThat(rotated.writing()).isEqualTo("2027");
    assertThat(rotated.open("room", before)).isEqualTo(CANARY);
    var after = rotated.seal("room", CANARY);
    assertThat(after).startsWith("ring:2027:");
    assertThatThrownBy(() -> ring.open("room", after))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no key '2027'");
  }

  @Test
  void anotherKeyOfTheSameIdOpensNothing() {
    var other = KeyRing.parse(KeyRing.draw("2026"));

    assertThatThrownBy(() -> other.open("room", ring.seal("room", CANARY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void everyChangedByteIsNoticed() {
    var sealed = ring.seal("room", CANARY.getBytes(ISO_8859_1));
    for (var at = 0; at < sealed.length; at++) {
      var changed = sealed.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> ring.open("room", "2026", changed))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(ring.open("room", "2026", sealed)).isEqualTo(CANARY.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary-7f3k",
        "ring:",
        "ring:2026",
        "ring:2026:",
        "ring:2026:?",
        "ring:2026:AAAA"
      })
  void whatIsNoSealedValueIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> ring.open("room", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing", "canary", ":canary", "a b:canary", "k:canary!", "k:Y2E="})
  void aBadRingIsRefusedByItsLineAndNotRepeated(String text) {
    assertThatThrownBy(() -> KeyRing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key ring")
        .hasMessageNotContaining("canary");
  }

  @Test
  void aRingHasEachIdOnceAndNeverTellsAKey() {
    assertThatThrownBy(() -> KeyRing.parse(first + "\n" + KeyRing.draw("2026")))
        .hasMessageContaining("line 2");
    assertThat(ring).hasToString("KeyRing[2026]");
  }
}
