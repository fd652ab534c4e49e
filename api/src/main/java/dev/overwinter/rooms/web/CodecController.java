package dev.overwinter.rooms.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.google.protobuf.ByteString;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.SealedPayloads;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodecException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Opens what the histories of rooms have sealed, for an admin who looks at one in Temporal's UI or
/// with its command line: the protocol of Temporal's remote codecs. Each use is in the audit log,
/// since it shows cards. Nothing is sealed here: a value that somebody makes up has no place in a
/// history.
@RestController
@Tag(name = "Rooms")
class CodecController {
  private static final int MOST = 1_000;
  private static final int LONGEST_NAMESPACE = 100;

  private final SealedPayloads codec;

  CodecController(KeyRing roomKeyRing) {
    codec = new SealedPayloads(roomKeyRing);
  }

  /// Payloads, as protobuf's JSON has them. Whoever sends them may know more fields than we do.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Payloads(@NotNull @Size(max = MOST) List<@NotNull @Valid Coded> payloads) {}

  /// One of them.
  ///
  /// @param metadata by name, each in Base64
  /// @param data in Base64; null for none
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Coded(@Nullable Map<String, @NotNull String> metadata, @Nullable String data) {
    private static final Base64.Decoder IN = Base64.getDecoder();
    private static final Base64.Encoder OUT = Base64.getEncoder();

    Payload payload() {
      var made = Payload.newBuilder();
      if (metadata != null) {
        metadata.forEach((name, value) -> made.putMetadata(name, bytes(value)));
      }
      return made.setData(bytes(data == null ? "" : data)).build();
    }

    private static ByteString bytes(String base64) {
      return ByteString.copyFrom(IN.decode(base64));
    }

    static Coded of(Payload payload) {
      var metadata = new TreeMap<String, String>();
      payload
          .getMetadataMap()
          .forEach((name, value) -> metadata.put(name, OUT.encodeToString(value.toByteArray())));
      return new Coded(metadata, OUT.encodeToString(payload.getData().toByteArray()));
    }
  }

  @PostMapping(CodecDoor.DECODE)
  @Operation(
      summary = "Open sealed payloads",
      description =
          "For admins: the protocol of Temporal's remote codecs. A payload that is not sealed comes"
              + " back as it is. 422 for one that no key here opens. Each use is in the audit log.")
  @Refuses({HttpStatus.FORBIDDEN, HttpStatus.UNPROCESSABLE_CONTENT})
  Payloads decode(
      @AuthenticationPrincipal Actor actor,
      HttpServletRequest request,
      @RequestHeader(name = "X-Namespace", required = false) @Nullable String namespace,
      @Valid @RequestBody Payloads body) {
    AuditInterceptor.target(request, about(namespace, body.payloads().size()));
    if (!actor.admin()) {
      throw new AccessDeniedException("admin only");
    }
    List<Payload> payloads;
    try {
      payloads = body.payloads().stream().map(Coded::payload).toList();
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(Map.of("payloads", "metadata and data in Base64"));
    }
    try {
      return new Payloads(codec.decode(payloads).stream().map(Coded::of).toList());
    } catch (PayloadCodecException e) {
      // Which key is missing, or that it was changed; nothing of what is in it.
      var why = e.getCause() == null ? "it cannot be read" : e.getCause().getMessage();
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "A payload cannot be opened: " + why);
    }
  }

  private static String about(@Nullable String namespace, int count) {
    var told = namespace == null ? "" : namespace.replaceAll("[^\\x20-\\x7e]", "?");
    return "%d payloads%s"
        .formatted(
            count,
            told.isEmpty()
                ? ""
                : " of namespace " + told.substring(0, Math.min(LONGEST_NAMESPACE, told.length())));
  }
}
