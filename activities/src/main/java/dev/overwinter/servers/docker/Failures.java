package dev.overwinter.servers.docker;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import dev.overwinter.servers.workflow.ContainerActivities;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;

/// What goes wrong with an engine, in the words that histories keep.
final class Failures {
  /// The engine did not answer: retried, its containers are unknown.
  static final String UNREACHABLE = "DockerUnreachable";

  /// The engine answered that it could not: retried.
  static final String FAILED = "DockerFailed";

  /// The engine will never do that: not retried.
  static final String REFUSED = "DockerRefused";

  /// An object of another owner has our name: not retried.
  static final String FOREIGN = "ForeignObject";

  /// There is no such image: not retried.
  static final String NO_IMAGE = "ImageUnavailable";

  /// The install step of a game did not succeed: not retried.
  static final String INSTALL = "InstallFailed";

  private Failures() {}

  /// Does something with the engine, and says what went wrong in our words.
  static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (ApplicationFailure | ActivityCompletionException known) {
      throw known;
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  static ApplicationFailure translate(RuntimeException e) {
    if (e instanceof ApplicationFailure known) {
      return known;
    }
    if (!answered(e) && !noWayToIt(e)) {
      return ApplicationFailure.newFailureWithCause(
          e.getClass().getSimpleName() + ": " + e.getMessage(), FAILED, e);
    }
    if (!answered(e)) {
      return ApplicationFailure.newFailureWithCause(
          "Docker does not answer: " + rootMessage(e), UNREACHABLE, e);
    }
    var said = said(e);
    if (said.toLowerCase(Locale.ROOT).contains("overlap")) {
      return ApplicationFailure.newNonRetryableFailureWithCause(
          "the subnet is used by something else on this host: " + said,
          ContainerActivities.SUBNET_TAKEN,
          e);
    }
    return never(e)
        ? ApplicationFailure.newNonRetryableFailureWithCause("Docker refused: " + said, REFUSED, e)
        : ApplicationFailure.newFailureWithCause("Docker failed: " + said, FAILED, e);
  }

  /// What stopped a removal: worth another try whatever the engine said.
  static RuntimeException removing(RuntimeException e) {
    if (e instanceof ActivityCompletionException) {
      return e;
    }
    var failure = translate(e);
    return failure.isNonRetryable()
        ? ApplicationFailure.newFailureWithCause(failure.getOriginalMessage(), FAILED, e)
        : failure;
  }

  static ApplicationFailure foreign(String kind, String name) {
    return ApplicationFailure.newNonRetryableFailure(
        kind + " " + name + " exists and is not ours: rename or remove it", FOREIGN);
  }

  static ApplicationFailure interrupted(InterruptedException leaving) {
    return ApplicationFailure.newFailureWithCause("the worker is leaving", UNREACHABLE, leaving);
  }

  /// What the engine said, in one line.
  static String said(RuntimeException e) {
    var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    // docker-java: `Status 404: {"message":"No such image: x"}`
    var start = message.indexOf("{\"message\":\"");
    if (start >= 0) {
      message = message.substring(start + 12).replaceFirst("\"}\\s*$", "").replace("\\\"", "\"");
    }
    message = message.strip().replaceAll("\\s+", " ");
    return message.length() <= 300 ? message : message.substring(0, 300) + "…";
  }

  /// Whether it was the engine that spoke, and not the way to it.
  static boolean answered(RuntimeException e) {
    return e instanceof DockerException docker && docker.getHttpStatus() > 0;
  }

  private static boolean noWayToIt(Throwable e) {
    return e instanceof IOException
        || e instanceof DockerClientException
        || (e.getCause() != null && noWayToIt(e.getCause()));
  }

  private static boolean never(RuntimeException e) {
    return e instanceof DockerException docker
        && (docker.getHttpStatus() == 400 || docker.getHttpStatus() == 403);
  }

  private static String rootMessage(Throwable e) {
    var root = e;
    while (!(root instanceof IOException) && root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
