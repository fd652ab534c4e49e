package dev.overwinter.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is wrong with the fields of a request of an older contract, in its own shape: `{type, loc,
/// msg, input[, ctx]}` each.
public final class FieldFaults {
  private final List<Map<String, Object>> all = new ArrayList<>();

  /// A query parameter that is not there.
  public static FieldFaults missingParameter(String name) {
    return new FieldFaults().add("missing", List.of("query", name), "Field required", null);
  }

  /// A body that is no JSON.
  ///
  /// @param at how many characters into it
  public static FieldFaults malformed(long at) {
    return new FieldFaults()
        .add(
            "json_invalid",
            List.of("body", at),
            "JSON decode error",
            Map.of(),
            Map.of("error", "Expecting value"));
  }

  /// One more.
  public FieldFaults add(String type, List<Object> where, String message, @Nullable Object input) {
    return add(type, where, message, input, Map.of());
  }

  /// One more that says what it was compared with.
  public FieldFaults add(
      String type,
      List<Object> where,
      String message,
      @Nullable Object input,
      Map<String, Object> context) {
    var fault = new LinkedHashMap<String, Object>();
    fault.put("type", type);
    fault.put("loc", where);
    fault.put("msg", message);
    putAsIs(fault, input);
    if (!context.isEmpty()) {
      fault.put("ctx", context);
    }
    all.add(fault);
    return this;
  }

  /// JSON knows null, and so do clients of this contract: a field that is missing was `null`.
  @SuppressWarnings("NullAway")
  private static void putAsIs(Map<String, Object> fault, @Nullable Object input) {
    fault.put("input", input);
  }

  /// None was found.
  public boolean none() {
    return all.isEmpty();
  }

  /// All of them, for `detail`.
  public List<Map<String, Object>> list() {
    return all;
  }
}
