package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ReconcileRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final Instant OLD = T0.minus(GRACE);

  private static DropletFacts droplet(long id, String tag, Instant at) {
    return Sessions.droplet(id, Sessions.unit(tag, 1), "active", "203.0.113.5", at);
  }

  @Test
  @Tag("SES-27")
  void aDropletWithoutASessionIsAnOrphanAfterItsGrace() {
    var orphan = droplet(1, "AAAA01", OLD);
    var young = droplet(2, "AAAA02", OLD.plusSeconds(1));
    var found = ReconcileRules.compare(List.of(orphan, young), List.of(), GRACE, T0);
    assertThat(found.orphans()).containsExactly(orphan);
  }

  @Test
  @Tag("SES-27")
  void whatALiveSessionHasIsNoOrphanAndWhatItHasTooMuchIsItsOwnToDestroy() {
    var claim = new Claim(Sessions.id("AAAA01"), "READY", 2);
    var earlier = droplet(1, "AAAA01", OLD);
    var own = droplet(2, "AAAA01", OLD);
    var found = ReconcileRules.compare(List.of(earlier, own), List.of(claim), GRACE, T0);
    assertThat(found.orphans()).isEmpty();
    assertThat(found.strays()).containsExactly(earlier);
    assertThat(found.missing()).isEmpty();
  }

  @Test
  @Tag("SES-28")
  void aSessionWhoseDropletIsNotListedIsMissingItUnlessItIsEnding() {
    var lost = new Claim(Sessions.id("AAAA01"), "READY", 1);
    var ending = new Claim(Sessions.id("AAAA02"), "ENDING", 2);
    var coming = new Claim(Sessions.id("AAAA03"), "CREATING", 0);
    var found = ReconcileRules.compare(List.of(), List.of(lost, ending, coming), GRACE, T0);
    assertThat(found.missing()).containsExactly(lost);
  }

  @Test
  @Tag("SES-26")
  void fourHundredAndFiftyDropletsAreAllLookedAt() {
    var droplets = new ArrayList<DropletFacts>();
    var claims = new ArrayList<Claim>();
    for (var number = 1; number <= 450; number++) {
      var tag = String.format(Locale.ROOT, "AA%04d", number);
      droplets.add(droplet(number, tag, OLD));
      if (number % 3 != 0) {
        claims.add(new Claim(Sessions.id(tag), "READY", number));
      }
    }
    var found = ReconcileRules.compare(droplets, claims, GRACE, T0);
    assertThat(found.orphans()).hasSize(150);
    assertThat(found.missing()).isEmpty();
  }

  @Test
  @Tag("SES-16")
  void anAddressThatIsGivenOnMeansNothing() {
    // The same address, another unit: the claim of the first session does not cover it.
    var claim = new Claim(Sessions.id("AAAA01"), "READY", 1);
    var other = droplet(2, "AAAA02", OLD);
    var found =
        ReconcileRules.compare(
            List.of(droplet(1, "AAAA01", OLD), other), List.of(claim), GRACE, T0);
    assertThat(found.orphans()).containsExactly(other);
  }
}
