package dev.overwinter.sessions.digitalocean;

import com.myjeeva.digitalocean.pojo.Droplet;
import com.myjeeva.digitalocean.pojo.Image;
import com.myjeeva.digitalocean.pojo.Region;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Asks for one droplet, once, and says what that may have done. Thread-safe.
final class Creation {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(15);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SOLD_OUT =
      Pattern.compile("not available|unavailable|sold out|out of stock|capacity");

  private final Ocean ocean;
  private final OceanSettings settings;
  private final UnitKeys keys;

  Creation(Ocean ocean, OceanSettings settings, UnitKeys keys) {
    this.ocean = ocean;
    this.settings = settings;
    this.keys = keys;
  }

  CreateAnswer ask(DropletOrder order) {
    Droplet droplet;
    try {
      droplet = droplet(order);
    } catch (RuntimeException noKey) {
      // Nothing was sent: the database is away, or the key cannot be opened.
      return new CreateAnswer.NotNow(SOON);
    }
    try {
      return answer(
          ocean.call(
              "create",
              Urgency.CREATE,
              client -> {
                // Null after a success is one of its ways to fail: only the answer itself is
                // believed.
                var _ = client.createDroplet(droplet);
              }));
    } catch (Later later) {
      return new CreateAnswer.NotNow(later.after());
    } catch (Unanswered unanswered) {
      return unanswered.sent()
          ? new CreateAnswer.Unknown("no answer: " + unanswered.getMessage())
          : new CreateAnswer.NotNow(SOON);
    } catch (RuntimeException uncounted) {
      // The budget cannot be asked, so nothing was.
      return new CreateAnswer.NotNow(SOON);
    }
  }

  private Droplet droplet(DropletOrder order) {
    var unit = order.unit();
    var droplet = new Droplet();
    droplet.setName(order.name());
    droplet.setRegion(new Region(order.choice().region()));
    droplet.setSize(order.choice().size());
    droplet.setImage(image(order.choice().snapshot()));
    droplet.setTags(List.of(settings.fleetTag(), unit.text()));
    droplet.setUserData(UserData.of(settings, unit, keys.keyOf(unit)));
    return droplet;
  }

  /// The client knows numbers of 31 bits and slugs; the API takes a larger number as text, too.
  private static Image image(String snapshot) {
    return NUMBER.matcher(snapshot).matches()
        ? new Image(Integer.valueOf(snapshot))
        : new Image(snapshot);
  }

  private static CreateAnswer answer(Reply reply) {
    int status = reply.status();
    if (reply.ok()) {
      return DropletJson.one(reply)
          .<CreateAnswer>map(seen -> new CreateAnswer.Accepted(seen.facts()))
          .orElseGet(() -> new CreateAnswer.Unknown("an answer that cannot be read"));
    }
    return switch (status) {
      case 422 -> refused(reply.message());
      case 401, 403 -> new CreateAnswer.Invalid("the provider does not accept us (" + status + ")");
      case 400, 404, 405, 406, 413, 415 ->
          new CreateAnswer.Invalid("the provider does not understand the order (" + status + ")");
      default -> new CreateAnswer.Unknown("the provider answered " + status);
    };
  }

  private static CreateAnswer refused(String message) {
    if (message.contains("droplet limit")) {
      return new CreateAnswer.NoRoom("the provider's droplet limit is reached");
    }
    if (message.contains("try again")) {
      return new CreateAnswer.NotNow(TRY_AGAIN);
    }
    if (SOLD_OUT.matcher(message).find()) {
      return new CreateAnswer.SoldOut("not to be had there now");
    }
    return new CreateAnswer.Invalid("the provider refuses the order (422)");
  }
}
