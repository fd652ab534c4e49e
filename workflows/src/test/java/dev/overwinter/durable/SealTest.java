package dev.overwinter.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SealTest {
  private final Seal seal = new Seal(new byte[Seal.KEY_BYTES]);

  @Test
  void whatWasSealedForAServerIsOpenedForItAlone() {
    var sealed = seal.seal("s1", "pässword");
    assertThat(sealed).startsWith("sealed:v1:").doesNotContain("word");
    assertThat(seal.seal("s1", "pässword")).isNotEqualTo(sealed);
    assertThat(seal.open("s1", sealed)).isEqualTo("pässword");
    assertThatThrownBy(() -> seal.open("s2", sealed)).hasMessageNotContaining("pässword");
  }

  @Test
  void whatIsNotSealedIsLeftAlone() {
    assertThat(seal.open("s1", "plain")).isEqualTo("plain");
  }

  @Test
  void aChangedValueAndAnotherKeyAreRefused() {
    var sealed = seal.seal("s1", "secret");
    var other = new byte[Seal.KEY_BYTES];
    other[0] = 1;
    assertThatThrownBy(() -> new Seal(other).open("s1", sealed))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seal.open("s1", sealed.substring(0, sealed.length() - 4) + "AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seal.open("s1", "sealed:v1:AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
