package dev.overwinter.api;

import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FreshProof;
import dev.overwinter.api.auth.Paths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Every failure as `application/problem+json` that says what was expected, or as a page when a
/// browser asks. The text of an exception never leaves the process: a bug is answered with an id
/// that the log knows.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private static final Pattern UPPER = Pattern.compile("[A-Z]");

  private final ErrorPage page;

  ProblemAdvice(ErrorPage page) {
    this.page = page;
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (EntranceFaults.isFor(request)) {
      return EntranceFaults.of(e.getFieldErrors());
    }
    var errors = e.getFieldErrors().stream().map(ProblemAdvice::error).toList();
    return invalid(errors, headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var errors = new ArrayList<Map<String, String>>();
    for (var result : e.getParameterValidationResults()) {
      if (result instanceof ParameterErrors body) {
        body.getFieldErrors().forEach(field -> errors.add(error(field)));
      } else {
        var name = text(result.getMethodParameter().getParameterName());
        result
            .getResolvableErrors()
            .forEach(error -> errors.add(error(name, error.getDefaultMessage())));
      }
    }
    return invalid(errors, headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (EntranceFaults.isFor(request)) {
      return EntranceFaults.of(e);
    }
    if (request instanceof ServletWebRequest web
        && "/api/webhook/wake".equals(web.getRequest().getRequestURI())) {
      status = HttpStatus.UNPROCESSABLE_CONTENT;
    }
    return answer(ProblemDetail.forStatusAndDetail(status, unreadable(e)), headers, request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem) {
      if (Problem.is(problem, TemporalCalls.AWAY) && isUnkeyed(request)) {
        problem.setDetail(TemporalCalls.UNSURE);
      }
      return answer(problem, headers, request);
    }
    return new ResponseEntity<>(body, headers, status);
  }

  /// Whether the caller could have sent a key, by which a repetition is the same order, and has
  /// not.
  private static boolean isUnkeyed(WebRequest request) {
    return request.getHeader(TemporalCalls.KEY) == null
        && request.getAttribute(
                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
            instanceof HandlerMethod method
        && Stream.of(method.getMethodParameters())
            .map(parameter -> parameter.getParameterAnnotation(RequestHeader.class))
            .anyMatch(header -> header != null && TemporalCalls.KEY.equals(header.name()));
  }

  @Override
  protected ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    var problem = ProblemDetail.forStatusAndDetail(status, "There is nothing here");
    return answer(problem, headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleNoHandlerFoundException(
      NoHandlerFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    var problem = ProblemDetail.forStatusAndDetail(status, "There is nothing here");
    return answer(problem, headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var detail =
        e.getMethod() + " is not possible here (expected: " + e.getSupportedHttpMethods() + ")";
    return answer(ProblemDetail.forStatusAndDetail(status, detail), headers, request);
  }

  /// The database is away, or has not got the worker's tables yet.
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  @Nullable ResponseEntity<Object> storage(Exception e, WebRequest request) {
    if (e instanceof DataIntegrityViolationException) {
      return bug(e, request);
    }
    LOG.warn(
        "the database does not answer: {} ({})",
        e.toString(),
        NestedExceptionUtils.getMostSpecificCause(e).toString());
    var problem =
        Problem.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database does not answer. Nothing was lost; try again in 2 seconds.")
            .retryAfter(Duration.ofSeconds(2));
    return answer(problem.getBody(), problem.getHeaders(), request);
  }

  /// A query or a form that cannot be taken apart, such as `?=1`.
  @ExceptionHandler(InvalidParameterException.class)
  ResponseEntity<Object> malformed(WebRequest request) {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.BAD_REQUEST, "The parameters cannot be read (expected: name=value&…)");
    return answer(problem, new HttpHeaders(), request);
  }

  /// A bug: the caller learns an id, the log the rest.
  @ExceptionHandler(Exception.class)
  @Nullable ResponseEntity<Object> bug(Exception e, WebRequest request) {
    if (e instanceof AccessDeniedException refusal) {
      throw refusal;
    }
    if (e instanceof AuthenticationException refusal) {
      throw refusal;
    }
    if (request instanceof ServletWebRequest web && begun(web.getResponse())) {
      LOG.debug("a stream ended: {}", e.toString());
      return null;
    }
    var id = UUID.randomUUID().toString();
    LOG.error("unexpected failure {}", id, e);
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. Incident " + id);
    problem.setProperty("incident", id);
    return answer(problem, new HttpHeaders(), request);
  }

  private static Map<String, String> error(FieldError error) {
    return error(snakeCase(error.getField()), error.getDefaultMessage());
  }

  private static Map<String, String> error(String field, @Nullable String expected) {
    return Map.of("field", field, "expected", text(expected));
  }

  /// Fields are named as the client wrote them: `friendly_name`, not `friendlyName`.
  private static String snakeCase(String field) {
    return UPPER.matcher(field).replaceAll(letter -> "_" + letter.group().toLowerCase(Locale.ROOT));
  }

  private static boolean begun(@Nullable HttpServletResponse response) {
    return response != null && response.isCommitted();
  }

  private ResponseEntity<Object> invalid(
      List<Map<String, String>> errors, HttpHeaders headers, WebRequest request) {
    var detail =
        errors.stream()
            .map(error -> error.get("field") + ": " + error.get("expected"))
            .sorted()
            .collect(Collectors.joining("; "));
    var problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, detail);
    problem.setProperty("errors", errors);
    return answer(problem, headers, request);
  }

  private ResponseEntity<Object> answer(
      ProblemDetail problem, HttpHeaders headers, WebRequest request) {
    var all = new HttpHeaders(headers);
    var status = HttpStatusCode.valueOf(problem.getStatus());
    if (request instanceof ServletWebRequest web && ProblemWriter.wantsPage(web.getRequest())) {
      if (Problem.is(problem, FreshProof.REQUIRED)) {
        return confirm(web.getRequest());
      }
      all.setContentType(MediaType.TEXT_HTML);
      return new ResponseEntity<>(page.render(problem, web), all, status);
    }
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    problem.setProperty("error", text(problem.getTitle())); // as the older API named it
    return new ResponseEntity<>(problem, all, status);
  }

  /// Whoever has to prove first that it is them does so, and comes back.
  private static ResponseEntity<Object> confirm(HttpServletRequest request) {
    AuditInterceptor.result(request, HttpStatus.FORBIDDEN.value());
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.LOCATION, "/auth/confirm?next=" + back(request))
        .build();
  }

  private static String back(HttpServletRequest request) {
    var path = request.getRequestURI();
    if ("GET".equals(request.getMethod()) && !path.startsWith("/auth/login/")) {
      return Paths.local(path, "/account");
    }
    var from = request.getHeader(HttpHeaders.REFERER); // of this dashboard, or there is none
    try {
      return from == null ? "/account" : Paths.local(text(URI.create(from).getPath()), "/account");
    } catch (IllegalArgumentException _) {
      return "/account";
    }
  }

  private static String unreadable(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnrecognizedPropertyException unknown -> {
          var known = Optional.ofNullable(unknown.getKnownPropertyIds()).orElse(List.of());
          return path(unknown) + ": unknown (expected: one of " + known + ")";
        }
        case MismatchedInputException wrong -> {
          var type = wrong.getTargetType();
          return path(wrong) + ": expected " + (type == null ? "another type" : name(type));
        }
        default -> {}
      }
    }
    return "The body cannot be read (expected: JSON in UTF-8)";
  }

  private static String name(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + List.of(type.getEnumConstants());
    }
    return switch (type.getSimpleName()) {
      case "Integer", "int", "Long", "long" -> "a whole number";
      case "Boolean", "boolean" -> "true or false";
      case "String" -> "text";
      case "List", "ArrayList" -> "a list";
      default -> "an object";
    };
  }

  private static String path(JacksonException e) {
    var path =
        e.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : path;
  }

  private static String text(@Nullable String text) {
    return text == null ? "another value" : text;
  }
}
