package dev.overwinter.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// What is wrong with the body of an entrance that programs of the older universe use: 422 with a
/// list of faults, as they know it, instead of a problem in our own words.
final class EntranceFaults {
  private static final Set<String> ENTRANCES = Set.of("/auth/register", "/auth/login");

  private EntranceFaults() {}

  /// Whether a request is to one of them, from a program.
  static boolean isFor(WebRequest request) {
    return request instanceof ServletWebRequest web
        && ENTRANCES.contains(web.getRequest().getRequestURI())
        && !ProblemWriter.wantsPage(web.getRequest());
  }

  static ResponseEntity<Object> of(List<FieldError> errors) {
    var faults = new FieldFaults();
    for (var error : errors) {
      List<Object> where = List.of("body", error.getField());
      var input = error.getRejectedValue();
      if (input == null) {
        faults.add("missing", where, "Field required", null);
      } else {
        faults.add(
            "Size".equals(error.getCode()) ? "string_too_long" : "string_too_short",
            where,
            "String " + error.getDefaultMessage(),
            shown(error.getField(), input));
      }
    }
    return answer(faults);
  }

  /// Nobody's password comes back, right or wrong.
  private static Object shown(String field, Object input) {
    return field.equals("username") || field.equals("email") ? input : "**********";
  }

  static ResponseEntity<Object> of(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnrecognizedPropertyException unknown -> {
          return one(unknown, "extra_forbidden", "Extra inputs are not permitted");
        }
        case MismatchedInputException wrong -> {
          return wrong.getPath().isEmpty()
              ? one(wrong, "model_attributes_type", "Input should be a valid dictionary")
              : one(wrong, "string_type", "Input should be a valid string");
        }
        case JacksonException broken -> {
          var at = broken.getLocation();
          return answer(FieldFaults.malformed(at == null ? 0 : Math.max(0, at.getCharOffset())));
        }
        default -> {}
      }
    }
    return answer(new FieldFaults().add("missing", List.of("body"), "Field required", null));
  }

  private static ResponseEntity<Object> one(JacksonException e, String type, String message) {
    @Nullable String field =
        e.getPath().isEmpty() ? null : e.getPath().getFirst().getPropertyName();
    List<Object> where = field == null ? List.of("body") : List.of("body", field);
    return answer(new FieldFaults().add(type, where, message, null));
  }

  private static ResponseEntity<Object> answer(FieldFaults faults) {
    return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("detail", faults.list()));
  }
}
