package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the universe's pages show, and to whom.
final class UniversePagesIT extends UniverseVisits {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

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

  @Test
  void aMoonsPageDoesAsWell() {
    stage.universe.begin("2", false, "ogame");
    long player = alex.http().post("/api/universe/2/players", "").json().path("id").longValue();
    var moons = List.of(stage.universe.moon(player, 6), stage.universe.moon(player, 7));
    Platform.shared()
        .sql()
        .sql("UPDATE universe_players SET active_planet = ? WHERE id = ?")
        .params(moons.getFirst(), player)
        .update();
    for (int width : new int[] {375, 1440}) {
      try (var seen = browser(alex.name(), width, ColorScheme.LIGHT)) {
        look(seen, "/universe/2/moon", width);
        assertThat(seen.page().content()).contains("Moon " + moons.getLast());
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
  void aPageWhosePlaceNewerOnesTookIsQuietAndComesBackWhenItIsLookedAt() {
    var one = stage.somebody();
    try (var seen = browser(one)) {
      var streams = new AtomicInteger();
      seen.page()
          .onRequest(request -> {
            if (request.url().endsWith("/universe/1/stream")) {
              streams.incrementAndGet();
            }
          });
      seen.go("/universe/1");
      seen.page().waitForFunction("() => performance.now() > 1500"); // the stream is open
      for (int nth = 0; nth < 16; nth++) {
        WorldStreamIT.follow(one);
      }
      stage.universe.change(
          one.planet(), state -> state.withStock(Resources.ofUnits(77_777, 500, 500)));
      stage.universe.happens(one.id(), "building_complete", "{\"building_type\":\"metal_mine\"}");
      // Longer than it waits after a break (2 s), or after a refusal (3 s).
      seen.page().waitForTimeout(5_000);
      assertThat(streams).as("it does not take a place back by itself").hasValue(1);
      assertThat(seen.page().locator("[data-count=metal]").textContent()).doesNotStartWith("77,");
      assertThat(seen.page().locator("#offline").isVisible()).isFalse();
      seen.page().evaluate("dispatchEvent(new Event('focus'))");
      seen.page()
          .waitForFunction(
              "() => document.querySelector('[data-count=metal]').textContent.startsWith('77,')");
      assertThat(seen.complaints()).isEmpty();
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
}
