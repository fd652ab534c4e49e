package dev.overwinter.durable;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.converter.PayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Seals every payload of a history, so that neither Temporal's UI nor its database shows a value.
/// The form is that of Temporal's samples (`binary/encrypted`, the key's id beside it), which
/// remote codecs know. Thread-safe.
///
/// A payload that is not sealed is read as it is: the history of a workflow that began before, or
/// one that somebody sends by hand.
public final class SealedPayloads implements PayloadCodec {
  /// The encoding of a sealed payload.
  public static final String ENCODING = "binary/encrypted";

  private static final String ENCODING_KEY = "encoding";
  private static final String KEY_ID = "encryption-key-id";
  private static final String CIPHER = "encryption-cipher";
  private static final ByteString AES_GCM = ByteString.copyFromUtf8("AES/GCM/NoPadding");

  // A remote codec does not know whose payload it opens, so all of them are about the same.
  private static final String ABOUT = "temporal payload";

  private final KeyRing ring;

  /// Seals with the first key of a ring and opens with all.
  public SealedPayloads(KeyRing ring) {
    this.ring = ring;
  }

  /// What [Payloads#converter()] makes of values, sealed; also the messages and stack traces of
  /// failures, which may tell what somebody sent. What cannot be read or written is quoted in no
  /// exception, since those end in logs.
  public static DataConverter converter(KeyRing ring) {
    var values =
        Payloads.converterOf(new Discreet(new JacksonJsonPayloadConverter(Payloads.mapper())));
    return new CodecDataConverter(values, List.of(new SealedPayloads(ring)), true);
  }

  /// Whether a payload is sealed.
  public static boolean isSealed(Payload payload) {
    var encoding = payload.getMetadataMap().get(ENCODING_KEY);
    return encoding != null && encoding.toStringUtf8().equals(ENCODING);
  }

  /// Jackson's exceptions, and those that the SDK makes of others, quote the value.
  private record Discreet(PayloadConverter json) implements PayloadConverter {
    @Override
    public String getEncodingType() {
      return json.getEncodingType();
    }

    @Override
    public Optional<Payload> toData(@Nullable Object value) {
      try {
        return json.toData(value);
      } catch (RuntimeException failed) {
        var type = value == null ? "null" : value.getClass().getTypeName();
        throw new DataConverterException("not written: a " + type + why(failed));
      }
    }

    @Override
    public <T> T fromData(Payload content, Class<T> valueClass, Type valueType) {
      try {
        return json.fromData(content, valueClass, valueType);
      } catch (RuntimeException failed) {
        throw new DataConverterException(
            "a payload holds no " + valueType.getTypeName() + why(failed));
      }
    }

    private static String why(RuntimeException failed) {
      var cause = failed.getCause() == null ? failed : failed.getCause();
      return " (" + cause.getClass().getSimpleName() + ")";
    }
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream().map(this::seal).toList();
  }

  /// @throws PayloadCodecException when one cannot be opened; it says why and nothing of what is in
  ///   it
  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::open).toList();
  }

  private Payload seal(Payload payload) {
    return Payload.newBuilder()
        .putMetadata(ENCODING_KEY, ByteString.copyFromUtf8(ENCODING))
        .putMetadata(CIPHER, AES_GCM)
        .putMetadata(KEY_ID, ByteString.copyFromUtf8(ring.writing()))
        .setData(ByteString.copyFrom(ring.seal(ABOUT, payload.toByteArray())))
        .build();
  }

  private Payload open(Payload payload) {
    if (!isSealed(payload)) {
      return payload;
    }
    var key = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toStringUtf8();
    try {
      return Payload.parseFrom(ring.open(ABOUT, key, payload.getData().toByteArray()));
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      throw new PayloadCodecException(e);
    }
  }
}
