package dev.overwinter.durable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ROOM-02")
final class SealedPayloadsTest {
  private static final String CANARY = "canary-7f3k";

  private final String first = KeyRing.draw("one");
  private final KeyRing ring = KeyRing.parse(first);
  private final DataConverter converter = SealedPayloads.converter(ring);

  private record Secret(String word) {}

  @Test
  void aPayloadIsSealedAsRemoteCodecsKnowItAndTellsNothing() {
    var payload = converter.toPayload(new Secret(CANARY)).orElseThrow();

    assertThat(SealedPayloads.isSealed(payload)).isTrue();
    assertThat(payload.getMetadataMap())
        .containsEntry("encoding", ByteString.copyFromUtf8("binary/encrypted"))
        .containsEntry("encryption-key-id", ByteString.copyFromUtf8("one"));
    assertThat(payload.toString()).doesNotContain(CANARY);
    assertThat(new String(payload.toByteArray(), ISO_8859_1))
        .doesNotContain(CANARY)
        .doesNotContain("word");
    assertThat(converter.fromPayload(payload, Secret.class, Secret.class).word()).isEqualTo(CANARY);
  }

  @Test
  void severalArgumentsComeBackInTheirOrder() {
    var payloads = converter.toPayloads("a", 2, new Secret(CANARY));

    assertThat(converter.fromPayloads(0, payloads, String.class, String.class)).isEqualTo("a");
    assertThat(converter.fromPayloads(1, payloads, Integer.class, Integer.class)).isEqualTo(2);
    assertThat(converter.fromPayloads(2, payloads, Secret.class, Secret.class))
        .isEqualTo(new Secret(CANARY));
  }

  @Test
  void aFailureTellsNeitherItsMessageNorItsDetailsNorItsStack() {
    var failed = ApplicationFailure.newFailure(CANARY, "Refused", new Secret(CANARY));

    var failure = converter.exceptionToFailure(failed);

    assertThat(new String(failure.toByteArray(), ISO_8859_1))
        .doesNotContain(CANARY)
        .doesNotContain("SealedPayloadsTest");
    var back = (ApplicationFailure) converter.failureToException(failure);
    assertThat(back.getOriginalMessage()).isEqualTo(CANARY);
    assertThat(back.getDetails().get(Secret.class).word()).isEqualTo(CANARY);
  }

  /// Jackson quotes what it could not read, and a worker writes failures into its log.
  @Test
  void whatCannotBeReadOrWrittenIsQuotedNowhere() {
    var payloads = converter.toPayloads(new Secret(CANARY));
    var payload = payloads.orElseThrow().getPayloads(0);
    var word = converter.toPayload(CANARY).orElseThrow();

    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> converter.fromPayload(payload, Integer.class, Integer.class),
            () -> converter.fromPayload(word, Secret.class, Secret.class),
            () -> converter.fromPayload(word, Role.class, Role.class),
            () -> converter.fromPayloads(0, payloads, Role.class, Role.class),
            () -> converter.toPayload(new Unwritable(CANARY)))) {
      assertThatThrownBy(reading)
          .isInstanceOf(DataConverterException.class)
          .extracting(SealedPayloadsTest::printed)
          .asString()
          .doesNotContain(CANARY);
    }
  }

  private enum Role {
    PLAYER
  }

  /// Whoever asks for its word is told it.
  private record Unwritable(String hidden) {
    @JsonProperty
    String word() {
      if (hidden.isEmpty()) {
        return hidden;
      }
      throw new IllegalStateException(hidden);
    }
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void whatWasNotSealedIsReadAsItIs() {
    var plain = Payloads.converter().toPayload(new Secret("old")).orElseThrow();

    assertThat(converter.fromPayload(plain, Secret.class, Secret.class).word()).isEqualTo("old");
    assertThat(new SealedPayloads(ring).decode(List.of(plain))).containsExactly(plain);
  }

  @Test
  void afterARotationOldPayloadsAreReadAndNewOnesAreUnderTheNewKey() {
    var before = converter.toPayload(new Secret(CANARY)).orElseThrow();

    var rotated = SealedPayloads.converter(KeyRing.parse(KeyRing.draw("two") + "\n" + first));

    assertThat(rotated.fromPayload(before, Secret.class, Secret.class).word()).isEqualTo(CANARY);
    var after = rotated.toPayload(new Secret(CANARY)).orElseThrow();
    assertThat(after.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("two");
    assertThatThrownBy(() -> converter.fromPayload(after, Secret.class, Secret.class))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining("no key 'two'");
  }

  @Test
  void whatSomebodyChangedIsNotRead() {
    var payload = converter.toPayload(new Secret(CANARY)).orElseThrow();
    var bytes = payload.getData().toByteArray();
    bytes[bytes.length / 2] ^= 1;
    var changed = payload.toBuilder().setData(ByteString.copyFrom(bytes)).build();
    var nameless = Payload.newBuilder(payload).removeMetadata("encryption-key-id").build();

    var codec = new SealedPayloads(ring);
    assertThatThrownBy(() -> codec.decode(List.of(changed)))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageNotContaining(CANARY);
    assertThatThrownBy(() -> codec.decode(List.of(nameless)))
        .isInstanceOf(PayloadCodecException.class);
  }
}
