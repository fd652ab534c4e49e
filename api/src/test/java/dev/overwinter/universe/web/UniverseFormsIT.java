package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the forms of the universe's pages do, and what is read after them.
final class UniverseFormsIT extends UniverseVisits {
  @Test
  void anOrderThroughTheFormHasItsEffectAndIsPaid() {
    var one = stage.somebody();
    stage.universe.ruled = true;
    try (var seen = browser(one)) {
      seen.go("/universe/1/buildings");
      assertThat(seen.page().locator("#queue").textContent()).contains("Nothing is being built");
      seen.page().locator("#build-metal_mine").click();
      assertThat(seen.notice()).startsWith("Metal mine 2 is ordered");
      assertThat(seen.page().locator("#queue").textContent()).contains("Metal mine", "to level 2");
      assertThat(seen.page().locator("[data-count=metal]").textContent())
          .as("90 of 500 were paid")
          .isEqualTo("410");
      assertThat(seen.page().locator("#build-metal_mine").textContent())
          .as("the next one is the one after it")
          .isEqualTo("Build level 3");
      seen.page().locator("#queue button").click();
      assertThat(seen.page().locator("#queue").textContent()).contains("Nothing is being built");
      assertThat(seen.page().locator("[data-count=metal]").textContent())
          .as("half of it came back")
          .isEqualTo("455");
    }
  }

  @Test
  @Tag("UNI-26")
  void aFormThatIsSentTwiceIsOneOrder() {
    var one = stage.somebody();
    try (var seen = browser(one)) {
      seen.go("/universe/1/buildings");
      stage.universe.told.clear();
      seen.page()
          .evaluate(
              """
              async () => {
                const form = document.getElementById('build-metal_mine').form;
                const send = () => fetch(form.action,
                  {method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual'});
                await Promise.all([send(), send()]);
              }
              """);
      var told = stage.universe.told.stream().map(PlanetRequest.class::cast).toList();
      assertThat(told).hasSize(2);
      assertThat(told.get(0)).isEqualTo(told.get(1));
      assertThat(told.getFirst().order()).isEqualTo(new PlanetOrder.Build("metal_mine"));
      seen.go("/universe/1/buildings");
      seen.page().locator("#build-metal_mine").click();
      assertThat(seen.notice()).isNotEmpty();
      assertThat(((PlanetRequest) stage.universe.told.getLast()).key())
          .as("a page that was asked for again orders again")
          .isNotEqualTo(told.getFirst().key());
    }
  }

  @Test
  @Tag("UNI-26")
  void aNameThatCannotBeKeptIsRefusedBeforeAnythingIsOrdered() {
    var one = stage.somebody();
    try (var seen = browser(one)) {
      for (var bad : List.of("a\\u0000b", "a\\nb")) {
        seen.go("/universe/1");
        stage.universe.told.clear();
        seen.page()
            .evaluate(
                """
                async () => {
                  const form = document.querySelector('form[action$="/rename"]');
                  const data = new URLSearchParams(new FormData(form));
                  data.set('name', '%s');
                  await fetch(form.action, {method: 'POST', body: data, redirect: 'manual'});
                }
                """
                    .formatted(bad));
        seen.go("/universe/1");
        assertThat(seen.notice()).contains("character");
        assertThat(stage.universe.told).isEmpty();
      }
    }
  }

  @Test
  @Tag("UNI-26")
  void aRefusalIsReadOnTheNextPageAndWhatIsMissingBeforeIt() {
    var one = stage.somebody();
    try (var seen = browser(one)) {
      seen.go("/universe/1/shipyard");
      assertThat(seen.page().locator("main").textContent())
          .contains("has no Shipyard yet", "Shipyard 1");
      assertThat(seen.page().locator("#make-light_fighter").count())
          .as("what cannot be made has no button")
          .isZero();
      seen.go("/universe/1/buildings");
      stage.universe.refuses = Refusal.INSUFFICIENT_RESOURCES;
      seen.page().locator("#build-metal_mine").click();
      assertThat(seen.notice()).isEqualTo("Because INSUFFICIENT_RESOURCES.");
      assertThat(seen.page().url()).endsWith("/universe/1/buildings");
    }
  }

  @Test
  void aFlightIsShownAsTheRulesHaveItAndSentAsItWasShown() {
    var one = stage.somebody();
    scenes.busy(
        one.planet(),
        PretendedUniverse.LAWS,
        Map.of("metal_mine", 3, "shipyard", 1, "robot_factory", 2, "solar_plant", 3),
        Map.of("light_fighter", 5L, "bomber", 1L));
    var home = at(one.planet());
    try (var seen = browser(one)) {
      seen.go("/universe/1/galaxy");
      assertThat(seen.page().locator("a[aria-label^='Colonise']").count()).isGreaterThan(5);
      seen.go(
          "/universe/1/fleet?mission=TRANSPORT&galaxy=%d&system=%d&position=15"
              .formatted(home.galaxy(), home.system() + 1));
      seen.page().locator("#ship-light_fighter").fill("2");
      seen.page().waitForSelector("#preview >> text=One way");
      // 15 for the system and one for each position, by 12,500 an hour: seconds, cut.
      long distance = 15L + (15 - home.position());
      assertThat(seen.page().locator("#preview").textContent())
          .contains(distance * 3600 / 12_500 + " s", "0 deuterium");
      seen.page().getByLabel("Metal").last().fill("101");
      seen.page().waitForSelector("#preview >> text=have room for 100 units");
      seen.page().getByLabel("Metal").last().fill("60");
      seen.page()
          .waitForSelector(
              "#preview .wrong",
              new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
      stage.universe.told.clear();
      seen.page().locator("#send").click();
      seen.page().waitForURL("**/movements");
      assertThat(seen.notice()).startsWith("The fleet has left");
      var sent = (FleetOrder) stage.universe.told.getLast();
      assertThat(sent.mission()).isEqualTo(Mission.TRANSPORT);
      assertThat(sent.units()).isEqualTo(Map.of("light_fighter", 2L));
      assertThat(sent.cargo().metal()).isEqualTo(60);
      assertThat(sent.planet()).isEqualTo(one.planet());
      seen.go("/universe/1/fleet?ship.light_fighter=3&galaxy=1&system=1&position=1");
      stage.universe.refuses = Refusal.NO_SLOT;
      seen.page().locator("#send").click();
      assertThat(seen.notice()).isEqualTo("Because NO_SLOT.");
      assertThat(seen.page().locator("#ship-light_fighter").inputValue())
          .as("what was written is still there")
          .isEqualTo("3");
    }
  }

  @Test
  void movementsSayWhoComesAndOnesOwnAreCalledBack() {
    try (var seen = browser(alex)) {
      seen.go("/universe/1/movements");
      assertThat(seen.page().locator("li.hostile").textContent())
          .contains("Attack", kim.name())
          .as("of somebody else's nobody sees what it carries")
          .doesNotContain("Cruiser");
      stage.universe.told.clear();
      seen.page().locator("li.own button").click();
      assertThat(seen.notice()).startsWith("The fleet turns round");
      assertThat(stage.universe.told).hasSize(1);
      seen.go("/universe/1");
      assertThat(seen.page().locator(".world-nav").textContent()).contains("1 hostile");
    }
  }

  @Test
  void messagesAreReadAndWritten() {
    try (var seen = browser(alex)) {
      seen.go("/universe/1/messages");
      assertThat(seen.page().locator("#letters").textContent())
          .contains("Metal mine has reached level 8", "Peace?", "I have crystal");
      stage.universe.told.clear();
      seen.page().locator("#read-all").click();
      assertThat(stage.universe.told).containsExactly(new PlayerCommand.Read(alex.id(), List.of()));
      seen.go("/universe/1/messages?to=" + kim.name());
      seen.page().getByLabel("Subject").fill("Re: Peace?");
      seen.page().getByLabel("Text").fill("Let us talk.");
      seen.page().getByText("Send it").click();
      assertThat(seen.notice()).isEqualTo("Your letter to " + kim.name() + " is sent.");
      assertThat(stage.universe.told.getLast())
          .isEqualTo(new PlayerCommand.Write(alex.id(), kim.id(), "Re: Peace?", "Let us talk."));
      seen.go("/universe/1/messages?to=nobody-of-that-name");
      seen.page().getByLabel("Subject").fill("x");
      seen.page().getByLabel("Text").fill("y");
      seen.page().getByText("Send it").click();
      assertThat(seen.notice()).isEqualTo("There is no player nobody-of-that-name.");
    }
  }

  @Test
  void anOfferIsTakenOnceAndWhoIsTooLateReadsIt() {
    var one = stage.somebody();
    try (var seen = browser(one);
        var other = browser(alex)) {
      seen.go("/universe/1/market");
      other.go("/universe/1/market");
      seen.page().locator("#deals button:not([disabled])").first().click();
      assertThat(seen.notice()).isEqualTo("The deal is done: 800 crystal are yours.");
      other.page().locator("#deals button:not([disabled])").first().click();
      assertThat(other.notice()).isEqualTo("It is not open.");
      seen.go("/universe/1/market");
      seen.page().getByLabel("You give").fill("100");
      seen.page().getByLabel("You want").fill("50");
      seen.page().getByText("Offer it").click();
      assertThat(seen.notice()).contains("is open: 100 metal for 50 crystal");
      assertThat(seen.page().locator("#own-deals").textContent()).contains("100", "metal", "50");
    }
  }

  @Test
  void aPageNeedsALoginAndAFormComesFromIt() {
    var stranger = stage.stranger().with("Accept", "text/html");
    assertThat(stranger.get("/universe/1").status()).isEqualTo(303);
    assertThat(stage.stranger().get("/universe/1/stream").status()).isEqualTo(401);
    var browser = new dev.overwinter.platform.Browser(stage.url(0));
    var answer = browser.post("/universe/1/build", Map.of("planet", "1", "thing", "metal_mine"));
    assertThat(answer.statusCode()).as("without a login and a token").isBetween(303, 403);
    assertThat(stage.universe.told)
        .noneMatch(told ->
            told instanceof PlanetRequest request
                && request.planet() == 1
                && request.player() == 0);
  }
}
