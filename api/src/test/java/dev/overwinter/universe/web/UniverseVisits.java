package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.overwinter.platform.Chromium;
import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Coordinate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// A universe in which a lot has happened, and people who look at it with a real browser, on real
/// PostgreSQL; workflows are pretended, the rules are not.
abstract class UniverseVisits {
  static UniverseStage stage;
  static UniverseScenes scenes;
  static Chromium chromium;
  static UniverseStage.Somebody alex;
  static UniverseStage.Somebody kim;
  static long battle;
  static long look;

  @BeforeAll
  static void open() {
    stage = UniverseStage.open(Map.of("OVERWINTER_API_SIGN_UP", "open"), 1, false);
    scenes = new UniverseScenes(stage.universe);
    chromium = new Chromium();
    alex = stage.somebody();
    kim = stage.somebody();
    dress();
  }

  static void dress() {
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

  static Coordinate at(long planet) {
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
  record Seen(BrowserContext context, Page page, List<String> complaints) implements AutoCloseable {
    void go(String path) {
      page.navigate(stage.url(0) + path);
    }

    String notice() {
      return page.locator(".notice").first().textContent().strip();
    }

    @Override
    public void close() {
      // A context that is closed while a page is on its way to another has hung for good.
      page.navigate("about:blank");
      context.close();
    }
  }

  static Seen browser(String name, int width, ColorScheme scheme) {
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

  static Seen browser(UniverseStage.Somebody who) {
    return browser(who.name(), 1440, ColorScheme.LIGHT);
  }
}
