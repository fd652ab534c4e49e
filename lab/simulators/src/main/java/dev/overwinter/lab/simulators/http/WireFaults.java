package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.Faults;
import dev.overwinter.lab.simulators.store.Json;
import java.time.Duration;
import java.util.Optional;

/// What strikes a request before anything is done, and what strikes its answer afterwards.
final class WireFaults {
  private final Faults faults;

  WireFaults(Faults faults) {
    this.faults = faults;
  }

  /// Returns the end of a request that will not be carried out.
  ///
  /// @param subject `METHOD /path`
  Optional<Delivery> before(String subject) {
    if (faults.strikes(Fault.DROP, subject)) {
      return Optional.of(new Delivery.Dropped());
    }
    var silence = faults.strike(Fault.HANG, subject);
    if (silence.isPresent()) {
      return silence.map(Delivery.Hung::new);
    }
    return refusal(subject).map(answer -> new Delivery.Sent(answer, Duration.ZERO));
  }

  private Optional<Answer> refusal(String subject) {
    if (faults.strikes(Fault.RATE_HOUR, subject)) {
      return Optional.of(Answer.refusal(Problem.tooManyRequests()));
    }
    var burst = faults.strike(Fault.RATE_BURST, subject);
    if (burst.isPresent()) {
      var wait = Long.toString(burst.get().toSeconds());
      return Optional.of(Answer.refusal(Problem.tooManyRequests()).with("retry-after", wait));
    }
    if (faults.strikes(Fault.HTML_502, subject)) {
      return Optional.of(Answer.page(502, "502 Bad Gateway"));
    }
    if (faults.strikes(Fault.HTML_503, subject)) {
      return Optional.of(Answer.page(503, "503 Service Temporarily Unavailable"));
    }
    if (faults.strikes(Fault.SERVER_ERROR, subject)) {
      return Optional.of(Answer.refusal(Problem.serverError()));
    }
    if (faults.strikes(Fault.EMPTY_ERROR, subject)) {
      return Optional.of(Answer.empty(500));
    }
    if (faults.strikes(Fault.ODD_ERROR, subject)) {
      return Optional.of(Answer.json(500, Json.MAPPER.createObjectNode().put("error", "odd")));
    }
    return faults.strikes(Fault.STATUS_520, subject)
        ? Optional.of(Answer.page(520, "520: Web server is returning an unknown error"))
        : Optional.empty();
  }

  /// Returns how the answer to a request that was carried out arrives, if it does.
  Delivery after(String subject, Answer answer) {
    if (faults.strikes(Fault.DROP_AFTER, subject)) {
      return new Delivery.Dropped();
    }
    var silence = faults.strike(Fault.HANG_AFTER, subject);
    if (silence.isPresent()) {
      return new Delivery.Hung(silence.get());
    }
    var late = faults.strike(Fault.SLOW, subject).orElse(Duration.ZERO);
    return new Delivery.Sent(spoiled(subject, answer), late);
  }

  private Answer spoiled(String subject, Answer answer) {
    if (faults.strikes(Fault.HTML_502_AFTER, subject)) {
      return Answer.page(502, "502 Bad Gateway");
    }
    if (answer.body().isEmpty()) {
      return answer;
    }
    if (faults.strikes(Fault.EMPTY_BODY, subject)) {
      return answer.withBody("");
    }
    if (faults.strikes(Fault.BROKEN_BODY, subject)) {
      return answer.withBody(answer.body().substring(0, answer.body().length() / 2));
    }
    return onOnePage(answer) && faults.strikes(Fault.ODD_LINKS, subject)
        ? withoutLinks(answer)
        : answer;
  }

  private static boolean onOnePage(Answer answer) {
    var links = tree(answer).path("links");
    return tree(answer).has("meta") && links.isObject() && links.isEmpty();
  }

  private static Answer withoutLinks(Answer answer) {
    return answer.withBody(Answer.json(200, tree(answer).without("links")).body());
  }

  private static ObjectNode tree(Answer answer) {
    try {
      return Json.MAPPER.readTree(answer.body()) instanceof ObjectNode object
          ? object
          : Json.MAPPER.createObjectNode();
    } catch (JsonProcessingException notJson) {
      return Json.MAPPER.createObjectNode();
    }
  }
}
