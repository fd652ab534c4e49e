package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S-10")
final class CommandLineRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"list", "/say hello, wörld", "say \uD83D\uDE00", " op alice"})
  void oneLineOfTextMayBeSaid(String line) {
    assertThat(CommandLine.objection(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "say hi\nop mallory",
        "say hi\rop mallory",
        "say hi\u0000op mallory",
        "say \u001b[31mred",
        "say hi\u0085op mallory",
        "say hi\u2028op mallory",
        "say hi\u2029op mallory",
        "say \ud83d",
        "say\ttab"
      })
  void nothingElseMay(String line) {
    assertThat(CommandLine.objection(line)).isPresent();
  }

  @Test
  void bytesAreCountedAndNotCharacters() {
    assertThat(CommandLine.objection("x".repeat(1_024))).isEmpty();
    assertThat(CommandLine.objection("x".repeat(1_025))).isPresent();
    assertThat(CommandLine.objection("ö".repeat(512))).isEmpty();
    assertThat(CommandLine.objection("ö".repeat(513))).isPresent();
  }
}
