package dev.overwinter.sessions.web;

import dev.overwinter.api.FieldFaults;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a heartbeat says. Read as leniently as the older system did: `"7"`, `1.0` and `true` are
/// numbers. Numbers below zero and beyond an int are refused, which it counted as nobody, or failed
/// at.
///
/// @param address of the machine; identity only where no unit is named
/// @param clients who plays; 0 or more
/// @param unit under which name it signs, from the field `session`; empty when it names none
/// @param resetReady whether the game says that it is as good as new, from `reset_ready`
/// @param onDroplet whether it says that its machine is a droplet, by a `droplet_id` other than 0
record HeartbeatBody(
    String address, int clients, String unit, boolean resetReady, boolean onDroplet) {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(?:_[0-9]+)*(?:\\.0*)?");
  private static final int LONGEST_NUMBER = 4_300;
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final String COUNT = "connected_clients";

  /// What was read.
  sealed interface Read {

    /// A heartbeat.
    record Good(HeartbeatBody body) implements Read {}

    /// Something else.
    record Wrong(FieldFaults faults) implements Read {}
  }

  /// Whether a body that claims to be JSON cannot be parsed: that is answered before anybody looks
  /// at signatures.
  ///
  /// @return the JSON; null when there is none, or it is not said to be JSON
  /// @throws MalformedException when it is none
  static @Nullable JsonNode parse(byte[] body, @Nullable String contentType, JsonMapper json)
      throws MalformedException {
    if (body.length == 0 || !isJson(contentType)) {
      return null;
    }
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new MalformedException(at == null ? 0 : Math.max(0, at.getCharOffset()));
    }
  }

  /// Not JSON.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long at;

    MalformedException(long at) {
      super("no JSON", null, false, false);
      this.at = at;
    }

    /// How many characters into it.
    long at() {
      return at;
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    var type =
        (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }

  /// Reads the fields; others are passed over.
  ///
  /// @param parsed what [#parse] has returned
  /// @param body for who sent something else
  static Read read(@Nullable JsonNode parsed, byte[] body) {
    var faults = new FieldFaults();
    if (parsed == null || parsed.isNull()) {
      if (body.length == 0 || parsed != null) {
        faults.add("missing", List.of("body"), "Field required", null);
      } else {
        noObject(faults, new String(body, StandardCharsets.UTF_8));
      }
      return new Read.Wrong(faults);
    }
    if (!parsed.isObject()) {
      noObject(faults, parsed);
      return new Read.Wrong(faults);
    }
    var address = address(parsed, faults);
    var clients = clients(parsed, faults);
    if (!faults.none() || clients.isEmpty()) {
      return new Read.Wrong(faults);
    }
    return new Read.Good(
        new HeartbeatBody(
            address,
            clients.get(),
            text(parsed.get("session")),
            parsed.path("reset_ready").isBoolean() && parsed.path("reset_ready").booleanValue(),
            isDroplet(parsed.path("droplet_id"))));
  }

  /// A text in a body that may be wrong otherwise: whose secret signs it does not depend on that.
  ///
  /// @param parsed what [#parse] has returned
  /// @return empty when there is none
  static String said(@Nullable JsonNode parsed, String field) {
    return parsed == null ? "" : text(parsed.get(field));
  }

  private static boolean isDroplet(JsonNode id) {
    return id.isNumber()
        ? !id.isIntegralNumber() || id.bigIntegerValue().signum() != 0
        : id.isString() && !Set.of("", "0").contains(id.stringValue().strip());
  }

  /// Whether it says whose it is: then it is no machine that nobody knows.
  boolean ofSession() {
    return onDroplet || !unit.isEmpty();
  }

  private static void noObject(FieldFaults faults, Object input) {
    faults.add(
        "model_attributes_type",
        List.of("body"),
        "Input should be a valid dictionary or object to extract fields from",
        input);
  }

  private static String text(@Nullable JsonNode field) {
    return field != null && field.isString() ? field.stringValue() : "";
  }

  private static String address(JsonNode body, FieldFaults faults) {
    var field = body.get("droplet_ip");
    if (field == null) {
      faults.add("missing", List.of("body", "droplet_ip"), "Field required", body);
      return "";
    }
    if (!field.isString()) {
      faults.add(
          "string_type", List.of("body", "droplet_ip"), "Input should be a valid string", field);
    }
    return text(field);
  }

  private static Optional<Integer> clients(JsonNode body, FieldFaults faults) {
    var field = body.get(COUNT);
    if (field == null) {
      faults.add("missing", List.of("body", COUNT), "Field required", body);
      return Optional.empty();
    }
    var number = whole(field, faults);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    if (number.get().signum() < 0) {
      faults.add(
          "greater_than_equal",
          List.of("body", COUNT),
          "Input should be greater than or equal to 0",
          field,
          Map.of("ge", 0));
      return Optional.empty();
    }
    if (number.get().compareTo(MOST) > 0) {
      faults.add(
          "less_than_equal",
          List.of("body", COUNT),
          "Input should be less than or equal to " + MOST,
          field,
          Map.of("le", MOST));
      return Optional.empty();
    }
    return number.map(BigInteger::intValueExact);
  }

  private static Optional<BigInteger> whole(JsonNode field, FieldFaults faults) {
    if (field.isIntegralNumber()) {
      return Optional.of(field.bigIntegerValue());
    }
    if (field.isBoolean()) {
      return Optional.of(field.booleanValue() ? BigInteger.ONE : BigInteger.ZERO);
    }
    if (field.isFloatingPointNumber()) {
      var number = field.doubleValue();
      // Beyond 2^53 every double is whole, and far more than an int holds.
      if (Double.isFinite(number) && number == Math.rint(number)) {
        return Optional.of(java.math.BigDecimal.valueOf(number).toBigInteger());
      }
      fault(
          faults,
          "int_from_float",
          "Input should be a valid integer, got a number with a fractional part",
          field);
      return Optional.empty();
    }
    if (!field.isString()) {
      fault(faults, "int_type", "Input should be a valid integer", field);
      return Optional.empty();
    }
    var digits = field.stringValue().strip();
    if (digits.length() > LONGEST_NUMBER || !WHOLE.matcher(digits).matches()) {
      fault(
          faults,
          "int_parsing",
          "Input should be a valid integer, unable to parse string as an integer",
          field);
      return Optional.empty();
    }
    int point = digits.indexOf('.');
    return Optional.of(
        new BigInteger((point < 0 ? digits : digits.substring(0, point)).replace("_", "")));
  }

  private static void fault(FieldFaults faults, String type, String message, JsonNode input) {
    faults.add(type, List.of("body", COUNT), message, input);
  }
}
