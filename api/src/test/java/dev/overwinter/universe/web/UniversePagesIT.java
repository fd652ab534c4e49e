package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.overwinter.platform.Chromium;
import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The universe's pages in a real browser, on real PostgreSQL; workflows are pretended, the rules
/// are not.
final class UniversePagesIT {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static UniverseStage stage;
  private static UniverseScenes scenes;
  private static Chromium chromium;
  private static UniverseStage.Somebody alex;
  private static UniverseStage.Somebody kim;
  private static long battle;
  private static long look;

  @BeforeAll
  static void open() {
    stage = UniverseStage.open(Map.of("OVERWINTER_API_SIGN_UP", "open"), 1, false);
    scenes = new UniverseScenes(stage.universe);
    chromium = new Chromium();
    alex = stage.somebody();
    kim = stage.somebody();
    dress();
  }

  private static void dress() {
    scenes.knows(alex.id(), Map.of("laser", 4, "computer", 3, "energy", 3));
    scenes.busy(
        alex.planet(),
        PretendedUniverse.LAWS,
        Map.of(
            "metal_mine",
            8,
            "crystal_mine",
            6,
            "deuterium_synthesizer",
            5,
            "solar_plant",
            7,
            "robot_factory",
            3,
            "shipyard",
            2,
            "research_lab",
            2),
        Map.of("light_fighter", 12L, "cruiser", 3L, "colony_ship", 1L));
    scenes.points(alex.id(), 1_234, 2);
    scenes.points(kim.id(), 2_345, 1);
    var afar = new Coordinate(5, 200, 4);
    scenes.fleet(
        alex.id(), alex.planet(), 0, afar, "TRANSPORT", Map.of("cruiser", 1L), Duration.ofHours(2));
    scenes.fleet(
        kim.id(),
        kim.planet(),
        alex.id(),
        at(alex.planet()),
        "ATTACK",
        Map.of("cruiser", 2L),
        Duration.ofHours(1));
    scenes.told(
        alex.id(),
        "building_complete",
        "normal",
        "{\"building_type\":\"metal_mine\",\"new_level\":8}",
        false);
    scenes.written(alex.id(), kim.id(), "Peace?", "You have cruisers, I have crystal.");
    battle =
        scenes.battle(
            alex.id(),
            kim.id(),
            "ogame",
            Map.of("cruiser", 20L, "light_fighter", 90L),
            Map.of("rocket_launcher", 65L, "battleship", 2L));
    look = scenes.looked(alex.id(), kim.id());
    scenes.debris("1", at(kim.planet()), 3_400, 1_200);
    scenes.alliance(kim.id(), "NOVA", "Nova League");
    Platform.shared()
        .sql()
        .sql(
            """
            INSERT INTO universe_offers (key, universe, seller, seller_planet, offered_resource,
                   offered_amount, requested_resource, requested_amount, status, created_at)
            VALUES ('scene', '1', ?, ?, 'crystal', 800, 'metal', 400, 'open', now())
            """)
        .params(kim.id(), kim.planet())
        .update();
  }

  private static Coordinate at(long planet) {
    return Platform.shared()
        .sql()
        .sql("SELECT galaxy, system, position FROM universe_planets WHERE id = ?")
        .param(planet)
        .query((row, _) -> new Coordinate(row.getInt(1), row.getInt(2), row.getInt(3)))
        .single();
  }

  @AfterAll
  static void close() {
    chromium.close();
    stage.close();
  }

  @AfterEach
  void calm() {
    stage.universe.refuses = null;
    stage.universe.ruled = false;
  }

  /// A browser in which somebody has logged in with their password, and what it complained about.
  private record Seen(BrowserContext context, Page page, List<String> complaints)
      implements AutoCloseable {
    void go(String path) {
      page.navigate(stage.url(0) + path);
    }

    String notice() {
      return page.locator(".notice").first().textContent().strip();
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static Seen browser(String name, int width, ColorScheme scheme) {
    var context =
        chromium.visitor(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
    var page = context.newPage();
    var complaints = new ArrayList<String>();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onDialog(dialog -> dialog.accept());
    Platform.shared().sql().sql("DELETE FROM login_tries").update();
    page.navigate(stage.url(0) + "/auth/login");
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(name + " " + name);
    page.locator("main form:has(input[type=password]) button").first().click();
    assertThat(page.url()).endsWith("/servers");
    return new Seen(context, page, complaints);
  }

  private static Seen browser(UniverseStage.Somebody who) {
    return browser(who.name(), 1440, ColorScheme.LIGHT);
  }

  private static List<String> pages() {
    return List.of(
        "/universe/1",
        "/universe/1/buildings",
        "/universe/1/research",
        "/universe/1/shipyard",
        "/universe/1/galaxy",
        "/universe/1/fleet?ship.cruiser=1&galaxy=2&system=3&position=4",
        "/universe/1/movements",
        "/universe/1/messages?to=somebody",
        "/universe/1/reports",
        "/universe/1/reports/battle/" + battle,
        "/universe/1/reports/espionage/" + look,
        "/universe/1/market",
        "/universe/1/alliance",
        "/universe/1/highscore",
        "/universe/1/simulator?a.cruiser=20&d.bomber=3");
  }

  @Test
  void eachPageFitsPhonesAndDesksByDayAndByNightAndShutsNobodyOut() {
    for (int width : new int[] {375, 1440}) {
      try (var seen = browser(alex.name(), width, ColorScheme.LIGHT)) {
        for (var path : pages()) {
          look(seen, path, width);
        }
      }
    }
  }

  private static void look(Seen seen, String path, int width) {
    seen.go(path);
    var page = seen.page();
    var what = path + " at " + width + " px";
    var name =
        path.replaceAll("\\?.*", "").replaceAll("[^a-z0-9]+", "-").substring(1) + "-" + width;
    shoot(page, name + "-light");
    assertThat(page.locator("h1").count()).as(what).isEqualTo(1);
    assertThat(page.evaluate("document.documentElement.scrollWidth"))
        .as("nothing hangs over: " + what)
        .isEqualTo(width);
    assertThat(seen.complaints()).as(what).isEmpty();
    hasNoFaults(what, new AxeBuilder(page).withTags(WCAG));
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(ColorScheme.DARK)
            // Colours half-way from one to the other are nobody's.
            .setReducedMotion(ReducedMotion.REDUCE));
    shoot(page, name + "-dark");
    hasNoFaults(what + " by night", new AxeBuilder(page).withRules(List.of("color-contrast")));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    // What the tool that looks for faults leaves in the page is no fault of the page.
    seen.complaints().clear();
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "pages", name + ".png")));
  }

  private static void hasNoFaults(String what, AxeBuilder axe) {
    assertThat(axe.analyze().getViolations())
        .as(what)
        .extracting(rule -> rule.getHelp() + ": " + rule.getNodes())
        .isEmpty();
  }

  @Test
  void countersCountUpInTheBrowserAsTheRulesDoWithoutAskingAgain() {
    var one = stage.somebody();
    stage.universe.change(
        one.planet(),
        state ->
            state
                .withBuildings(
                    state
                        .buildings()
                        .with("metal_mine", 100)
                        .with("deuterium_synthesizer", 100)
                        .with("solar_plant", 99))
                .withStock(Resources.ofUnits(1_000, 0, 49_999)));
    try (var seen = browser(one)) {
      seen.go("/universe/1");
      var metal = seen.page().locator("[data-count=metal]");
      long micros = Long.parseLong(metal.getAttribute("data-micros"));
      long rate = Long.parseLong(metal.getAttribute("data-rate"));
      assertThat(rate).as("micro-units an hour").isGreaterThan(400_000L * 1_000_000);
      var requests = new ArrayList<String>();
      seen.page().onRequest(request -> requests.add(request.url()));
      seen.page()
          .waitForFunction(
              "most => Number(document.querySelector('[data-count=metal]').textContent"
                  + ".replaceAll(',', '')) > most",
              micros / 1e6 + 300);
      assertThat(requests).as("nothing was asked meanwhile").isEmpty();
      long before = metal(one);
      long shown = Long.parseLong(metal.textContent().replace(",", ""));
      long after = metal(one);
      assertThat(shown)
          .as("what the browser counts to is what the rules say, within two seconds")
          .isBetween(before - rate / 1_800 / 1_000_000 - 1, after + 1);
      assertThat(seen.page().locator("[data-count=deuterium]").textContent())
          .as("a store that is full counts no further")
          .isEqualTo("50,000");
    }
  }

  private static long metal(UniverseStage.Somebody one) {
    return one.http()
        .get("/api/universe/1/planets/" + one.planet())
        .json()
        .path("resources")
        .path("metal")
        .longValue();
  }

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
      assertThat(((PlanetRequest) stage.universe.told.getLast()).key())
          .as("a page that was asked for again orders again")
          .isNotEqualTo(told.getFirst().key());
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
  void thePageIsReadAgainWhenSomethingHasHappenedButNotUnderSomebodysHands() {
    var one = stage.somebody();
    scenes.busy(
        one.planet(),
        PretendedUniverse.LAWS,
        Map.of("metal_mine", 3, "shipyard", 1, "robot_factory", 2, "solar_plant", 3),
        Map.of());
    try (var seen = browser(one)) {
      seen.go("/universe/1/shipyard");
      var count = seen.page().locator("#count-light_fighter");
      count.fill("7");
      seen.page().waitForFunction("() => performance.now() > 1500"); // the stream is open
      stage.universe.change(
          one.planet(), state -> state.withStock(Resources.ofUnits(77_777, 500, 500)));
      stage.universe.happens(one.id(), "building_complete", "{\"building_type\":\"metal_mine\"}");
      seen.page()
          .waitForFunction(
              "() => document.querySelector('[data-count=metal]').textContent.startsWith('77,')");
      assertThat(count.inputValue()).as("what was being written stays").isEqualTo("7");
      assertThat(seen.complaints()).isEmpty();
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
  void aReportIsReadByBothSidesAndNotThereForAnybodyElse() {
    var path = "/universe/1/reports/battle/" + battle;
    for (var side : List.of(alex, kim)) {
      var page = side.http().with("Accept", "text/html").get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("polyline", "seed 42", alex.name(), kim.name());
    }
    var stranger = stage.somebody().http().with("Accept", "text/html");
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(stranger.get("/universe/1/reports/espionage/" + look).status()).isEqualTo(404);
    assertThat(stranger.get("/universe/none/reports").status()).isEqualTo(404);
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
  void whoDoesNotPlayYetIsAskedInAndChoosesWhereToBegin() {
    Platform.shared()
        .sql()
        .sql(
            """
            INSERT INTO universes (id, name, rules, galaxies, systems, positions, start_choice,
                   settings, created_at)
            SELECT 'chosen', 'Andromeda', 'ogame', 9, 499, 15, true, settings, now()
              FROM universes WHERE id = '1'
            """)
        .update();
    try (var seen = browser(kim)) {
      seen.go("/universe");
      assertThat(seen.page().locator("main").textContent()).contains("Andromeda", "you play here");
      seen.go("/universe/chosen/market");
      seen.page().locator("#join").click();
      assertThat(seen.page().locator("h1").textContent()).isEqualTo("Your first planet");
      look(seen, "/universe/chosen", 1440);
      seen.page().getByLabel("Galaxy").fill("3");
      seen.page().getByLabel("System").fill("14");
      seen.page().getByLabel("Position").fill("9");
      seen.page().getByText("Settle there").click();
      assertThat(seen.page().locator(".sky").textContent()).contains("Homeworld", "3:14:9");
      for (var path : List.of("buildings", "research", "shipyard", "galaxy", "simulator")) {
        look(seen, "/universe/chosen/" + path, 1440);
      }
      assertThat(seen.complaints()).isEmpty();
    } finally {
      Platform.shared()
          .sql()
          .sql("DELETE FROM universe_planets WHERE universe = 'chosen'")
          .update();
      Platform.shared()
          .sql()
          .sql("DELETE FROM universe_players WHERE universe = 'chosen'")
          .update();
      Platform.shared().sql().sql("DELETE FROM universes WHERE id = 'chosen'").update();
    }
  }

  @Test
  void theSimulatorAnswersTheSameQuestionAlike() {
    var path = "/universe/1/simulator?a.cruiser=5&d.bomber=2&metal=1000";
    var page = alex.http().with("Accept", "text/html");
    var first = page.get(path).body();
    assertThat(first).contains("attacker 100 %", "2 of 5", "1 of 2");
    assertThat(page.get("/universe/1/simulator?d.bomber=2").body())
        .contains("Somebody has to attack");
    assertThat(page.get("/universe/1/simulator?a.cruiser=999999").body())
        .contains("At most 200,000 units");
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
