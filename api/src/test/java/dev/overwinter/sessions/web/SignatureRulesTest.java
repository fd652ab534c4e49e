package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.web.SignatureRules.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a game signs and when it is believed.
final class SignatureRulesTest {
  private static final String SECRET = "test-internal-hmac-secret";
  private static final String VECTOR =
      "b6146c56da9472e5307cfd6f775ec965bcc2a452d2cafc1c25e7a8f098870218";
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final String EMPTY = SignatureRules.hash(new byte[0]);

  @Test
  void theVectorOfTheContractFits() {
    var request = request("droplet_ip=10.0.0.3", "1700000000", VECTOR);
    assertThat(request.canonical())
        .isEqualTo(
            """
            POST
            /server/end
            droplet_ip=10.0.0.3
            1700000000
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\
            """);
    assertThat(SignatureRules.sign(SECRET, request.canonical())).isEqualTo(VECTOR);
    assertThat(SignatureRules.fault(request, NOW, SKEW)).isEmpty();
    assertThat(SignatureRules.fits(request, List.of(SECRET))).isTrue();
  }

  @Test
  void theQueryIsSignedAsItWasSentNeitherSortedNorDecoded() {
    var sent = "b=2&droplet_ip=10.0.0.3%2C&a=1";
    assertThat(fits(sent, sent)).isTrue();
    assertThat(fits("a=1&b=2&droplet_ip=10.0.0.3%2C", sent)).as("sorted").isFalse();
    assertThat(fits("b=2&droplet_ip=10.0.0.3,&a=1", sent)).as("decoded").isFalse();
  }

  private static boolean fits(String signedQuery, String sentQuery) {
    var signature = SignatureRules.sign(SECRET, request(signedQuery, "1700000000", "").canonical());
    return SignatureRules.fits(request(sentQuery, "1700000000", signature), List.of(SECRET));
  }

  @Test
  void everyByteOfTheBodyIsSigned() {
    var one = SignatureRules.hash("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    var other = SignatureRules.hash("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
    assertThat(one).isNotEqualTo(other).matches("[0-9a-f]{64}");
  }

  @Test
  @Tag("SES-29")
  void aSignatureInUpperCaseOrOfOtherLettersDoesNotFit() {
    for (var wrong : List.of(VECTOR.toUpperCase(java.util.Locale.ROOT), "é", "", VECTOR + "0")) {
      assertThat(
              SignatureRules.fits(
                  request("droplet_ip=10.0.0.3", "1700000000", wrong), List.of(SECRET)))
          .as(wrong)
          .isFalse();
    }
  }

  @Test
  @Tag("SES-20")
  void oldAndNewSecretHoldTogetherAndNoOther() {
    var request = request("droplet_ip=10.0.0.3", "1700000000", VECTOR);
    assertThat(SignatureRules.fits(request, List.of("newer", SECRET))).isTrue();
    assertThat(SignatureRules.fits(request, List.of("newer"))).isFalse();
    assertThat(SignatureRules.fits(request, List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1700000000", "+1700000000", "1_700_000_000", "01700000000"})
  void timesAreReadAsPythonReadsThem(String text) {
    assertThat(SignatureRules.fault(request("", text, "s"), NOW, SKEW)).isEmpty();
  }

  @ParameterizedTest
  @Tag("SES-29")
  @ValueSource(
      strings = {"1700000000.0", "0x6553f100", "now", "1__700000000", "_1700000000", "1e9", "--1"})
  void whatIsNoWholeNumberIsInvalid(String text) {
    assertThat(SignatureRules.fault(request("", text, "s"), NOW, SKEW)).contains(Fault.INVALID);
  }

  @Test
  @Tag("SES-32")
  void clocksMayBeThreeHundredSecondsApartAndNoSecondMore() {
    assertThat(fault(1_699_999_700)).isEmpty();
    assertThat(fault(1_700_000_300)).isEmpty();
    assertThat(fault(1_699_999_699)).contains(Fault.STALE);
    assertThat(fault(1_700_000_301)).contains(Fault.STALE);
    var huge = request("", "9".repeat(40), "s");
    assertThat(SignatureRules.fault(huge, NOW, SKEW)).contains(Fault.STALE);
    var longer = request("", "9".repeat(41), "s");
    assertThat(SignatureRules.fault(longer, NOW, SKEW)).contains(Fault.INVALID);
  }

  private static Optional<Fault> fault(long at) {
    return SignatureRules.fault(request("", Long.toString(at), "s"), NOW, SKEW);
  }

  @Test
  void aMissingHeaderIsInvalidBeforeItIsStale() {
    var none =
        new SignedRequest("POST", "/server/end", "", EMPTY, Optional.of("1"), Optional.empty());
    assertThat(SignatureRules.fault(none, NOW, SKEW)).contains(Fault.INVALID);
  }

  private static SignedRequest request(String query, String at, String signature) {
    return new SignedRequest(
        "POST", "/server/end", query, EMPTY, Optional.of(at), Optional.of(signature));
  }
}
