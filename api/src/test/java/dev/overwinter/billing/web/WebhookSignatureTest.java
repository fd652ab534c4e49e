package dev.overwinter.billing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B-06")
final class WebhookSignatureTest {
  private static final String SECRET = "whsec_of_this_test";
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000L);
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  /// Computed with another program: `openssl dgst -sha256 -hmac whsec_of_this_test`.
  private static final String KNOWN =
      "8ea9afcf1ef98e76f20a909fa8508b6c4ab5298ac025f8e818940bc254239b75";

  @Test
  void isTheOneThatAnotherProgramComputes() {
    assertThat(WebhookSignature.sign(BODY, SECRET, NOW)).isEqualTo("t=1795000000,v1=" + KNOWN);
    assertThat(takes("t=1795000000,v1=" + KNOWN)).isTrue();
    assertThat(takes("t=1795000000,v0=ff,v1=" + "0".repeat(64) + ",v1=" + KNOWN))
        .as("while a secret is replaced")
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t=,v1=",
        "v1=8ea9afcf1ef98e76f20a909fa8508b6c4ab5298ac025f8e818940bc254239b75",
        "t=1795000000",
        "t=1795000001,v1=8ea9afcf1ef98e76f20a909fa8508b6c4ab5298ac025f8e818940bc254239b75",
        "t=1795000000,v0=8ea9afcf1ef98e76f20a909fa8508b6c4ab5298ac025f8e818940bc254239b75",
        "t=99999999999999999999,v1=8ea9afcf1ef98e76f20a909fa8508b6c4ab5298ac025f8e818940bc254239b75",
        "t=-1795000000,v1=8ea9afcf1ef98e76f20a909fa8508b6c4ab5298ac025f8e818940bc254239b75",
      })
  void refusesWhatIsNotSignedSo(String header) {
    assertThat(takes(header)).isFalse();
  }

  @Test
  void refusesAnotherBodyAnotherSecretAndAnotherTime() {
    var signed = WebhookSignature.sign(BODY, SECRET, NOW);
    assertThat(WebhookSignature.isOf(new byte[] {1}, signed, SECRET, NOW)).isFalse();
    assertThat(WebhookSignature.isOf(BODY, signed, "another", NOW)).isFalse();
    assertThat(WebhookSignature.isOf(BODY, signed, "", NOW)).isFalse();
    assertThat(WebhookSignature.isOf(BODY, signed, SECRET, NOW.plusSeconds(300))).isTrue();
    assertThat(WebhookSignature.isOf(BODY, signed, SECRET, NOW.plusSeconds(301))).isFalse();
    assertThat(WebhookSignature.isOf(BODY, signed, SECRET, NOW.minusSeconds(301))).isFalse();
  }

  private static boolean takes(String header) {
    return WebhookSignature.isOf(BODY, header, SECRET, NOW);
  }
}
