package dev.overwinter.lab.simulators.cloud;

/// A refusal in the words of the API.
///
/// @param status HTTP status
/// @param id the machine's word, as `unprocessable_entity`
/// @param message the sentence for people
public record Problem(int status, String id, String message) {

  public static Problem unprocessable(String message) {
    return new Problem(422, "unprocessable_entity", message);
  }

  public static Problem badRequest(String message) {
    return new Problem(400, "bad_request", message);
  }

  public static Problem notFound() {
    return new Problem(404, "not_found", "The resource you requested could not be found.");
  }

  public static Problem unauthorized() {
    return new Problem(401, "unauthorized", "Unable to authenticate you.");
  }

  public static Problem tooManyRequests() {
    return new Problem(429, "too_many_requests", "API rate limit exceeded.");
  }

  public static Problem conflict(String message) {
    return new Problem(409, "conflict", message);
  }

  public static Problem serverError() {
    return new Problem(500, "server_error", "Unexpected server-side error");
  }
}
