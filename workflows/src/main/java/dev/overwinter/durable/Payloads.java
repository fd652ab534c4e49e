package dev.overwinter.durable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.converter.PayloadConverter;

/// How values are written into histories. One explicit converter for every process, so that no web
/// setting can ever change what a replay reads.
public final class Payloads {
  private Payloads() {}

  /// The converter that every client and worker must use.
  public static DataConverter converter() {
    return converterOf(new JacksonJsonPayloadConverter(mapper()));
  }

  /// The same with another converter of JSON.
  static DataConverter converterOf(PayloadConverter json) {
    return DefaultDataConverter.newDefaultInstance().withPayloadConverterOverrides(json);
  }

  /// The mapper behind [#converter()]: times are ISO-8601 text, and unknown fields are ignored, so
  /// that an older worker can read what a newer one wrote. An unknown name of an enum is the one
  /// that its enum sets aside for that (`@JsonEnumDefaultValue`); of others it is an error.
  public static ObjectMapper mapper() {
    return JacksonJsonPayloadConverter.newDefaultObjectMapper()
        .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
  }
}
