package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.order.AllianceOrder;
import dev.overwinter.universe.order.AllianceRight;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What moons, unions, alliances and missiles do, by our own API and by the pages' forms, on real
/// PostgreSQL; workflows are pretended.
final class MoonsAndAlliesIT {
  private static final String ONE = "/api/universe/1";
  private static final String TWO = "/api/universe/2";

  private static UniverseStage stage;

  @BeforeAll
  static void open() {
    stage = UniverseStage.open(Map.of("OVERWINTER_API_SIGN_UP", "open"), 1, false);
    stage.universe.begin("2", false, "ogame");
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @AfterEach
  void calm() {
    stage.universe.refuses = null;
  }

  /// A place for somebody in the universe with moons, and a moon with what moons have.
  private record Lunar(long player, long moon) {}

  private static Lunar lunar(UniverseStage.Somebody one, int galaxy) {
    long player = one.http().post(TWO + "/players", "").json().path("id").longValue();
    return new Lunar(player, moon(player, galaxy));
  }

  private static long moon(long player, int galaxy) {
    return stage.universe.moon(player, galaxy);
  }

  @Test
  void aMoonSeesFleetsAndMovesShipsAndAPlanetDoesNot() {
    var one = stage.somebody();
    var lunar = lunar(one, 8);
    long other = moon(lunar.player(), 7);
    var look = "{\"galaxy\":8,\"system\":2,\"position\":3}";
    assertThat(one.http().post(ONE + "/moons/" + one.planet() + "/phalanx", look).status())
        .isEqualTo(404);
    var path = TWO + "/moons/" + lunar.moon();
    var echo = one.http().post(path + "/phalanx", look);
    assertThat(echo.status()).as(echo.body()).isEqualTo(200);
    var sighting = echo.json().path("sightings").path(0);
    assertThat(sighting.path("mission").asText()).isEqualTo("ATTACK");
    assertThat(sighting.path("ships").longValue()).isEqualTo(12);
    assertThat(stage.universe.told.getLast())
        .isEqualTo(new PlayerCommand.Phalanx(lunar.player(), lunar.moon(), Spot.planet(8, 2, 3)));
    var jump = "{\"to\":%d,\"units\":{\"cruiser\":2}}".formatted(other);
    assertThat(one.http().post(path + "/jump", jump).status()).isEqualTo(200);
    assertThat(((PlanetRequest) stage.universe.told.getLast()).order())
        .isEqualTo(new PlanetOrder.Jump(other, new TreeMap<>(Map.of("cruiser", 2L))));
    stage.universe.refuses = Refusal.TOO_SOON;
    var rests = one.http().post(path + "/jump", jump);
    assertThat(rests.status() + rests.text("code")).isEqualTo("409TOO_SOON");
  }

  @Test
  void whoIsInvitedSeesTheUnionAndOnlyWhoKnowsItInvites() {
    var one = stage.somebody();
    var guest = stage.somebody();
    union("union-" + one.id(), "1", one.id(), guest.id());
    var open = guest.http().get(ONE + "/unions").json();
    assertThat(open.findValuesAsText("id")).containsExactly("union-" + one.id());
    assertThat(open.path(0).path("founder_name").asText()).isEqualTo(one.name());
    assertThat(stage.somebody().http().get(ONE + "/unions").json()).isEmpty();
    var invited =
        one.http()
            .post(
                ONE + "/unions/union-" + one.id() + "/invitations",
                "{\"player\":" + guest.id() + "}");
    assertThat(invited.status()).as(invited.body()).isEqualTo(200);
    assertThat(stage.universe.told.getLast())
        .isEqualTo(new PlayerCommand.Invite(one.id(), "union-" + one.id(), guest.id()));
  }

  private static void union(String id, String universe, long founder, long guest) {
    Platform.shared()
        .sql()
        .sql(
            """
            INSERT INTO universe_unions (id, universe, founder, name, target_galaxy, target_system,
                   target_position, target_moon, arrives_at, invited, created_at)
            VALUES (?, ?, ?, 'joint', 1, 2, 3, false, now() + interval '1 hour', ARRAY[?, ?], now())
            """)
        .params(id, universe, founder, founder, guest)
        .update();
  }

  @Test
  @Tag("UNI-26")
  void eachOrderAboutAlliancesIsTakenOnceByItsKey() {
    var one = stage.somebody();
    stage.universe.told.clear();
    stage.universe.keys.clear();
    var keyed = one.http().with("Idempotency-Key", "k");
    var bodies =
        Map.of(
            "{\"kind\":\"FOUND\",\"tag\":\"ABC\",\"name\":\"Abc\"}",
            new AllianceOrder.Found("ABC", "Abc", ""),
            "{\"kind\":\"EDIT\",\"description\":\"d\",\"open\":false}",
            new AllianceOrder.Edit("d", false),
            "{\"kind\":\"APPLY\",\"alliance\":7,\"text\":\"t\"}",
            new AllianceOrder.Apply(7, "t"),
            "{\"kind\":\"DECIDE\",\"player\":8,\"accept\":true}",
            new AllianceOrder.Decide(8, true),
            "{\"kind\":\"LEAVE\"}",
            new AllianceOrder.Leave(),
            "{\"kind\":\"KICK\",\"player\":8}",
            new AllianceOrder.Kick(8),
            "{\"kind\":\"ROLE\",\"name\":\"envoy\",\"rights\":[\"KICK\"]}",
            new AllianceOrder.Role("envoy", List.of(AllianceRight.KICK)),
            "{\"kind\":\"GIVE\",\"player\":8,\"name\":\"envoy\"}",
            new AllianceOrder.Give(8, "envoy"),
            "{\"kind\":\"CIRCULAR\",\"subject\":\"s\",\"text\":\"t\"}",
            new AllianceOrder.Circular("s", "t"));
    bodies.forEach((body, order) -> {
      var done = keyed.post(ONE + "/alliance/orders", body);
      assertThat(done.status()).as(body + done.body()).isEqualTo(200);
      assertThat(stage.universe.told.getLast()).isEqualTo(new PlayerCommand.Ally(one.id(), order));
    });
    assertThat(stage.universe.keys.stream().distinct()).as("the client's key").hasSize(1);
    assertThat(one.http().post(ONE + "/alliance/orders", "{\"kind\":\"KICK\"}").status())
        .isEqualTo(422);
    assertThat(one.http().get(ONE + "/alliance").text("code")).isEqualTo("NO_ALLIANCE");
    new UniverseScenes(stage.universe).alliance(one.id(), "TAG" + one.id(), "All " + one.id());
    var mine = one.http().get(ONE + "/alliance").json();
    assertThat(mine.path("role").asText()).isEqualTo("founder");
    assertThat(mine.path("rights")).hasSize(5);
    assertThat(one.http().get(ONE + "/alliances").json().findValuesAsText("tag"))
        .contains("TAG" + one.id());
  }

  @Test
  void missilesSayWhatTheyAimAt() {
    var one = stage.somebody();
    var sent =
        one.http()
            .post(
                ONE + "/fleets",
                """
                {"mission":"MISSILES","target":{"galaxy":1,"system":2,"position":3},
                 "units":{"interplanetary_missile":2},"aim":"light_laser"}
                """);
    assertThat(sent.status()).as(sent.body()).isEqualTo(200);
    assertThat(((FleetOrder) stage.universe.told.getLast()).aim()).isEqualTo("light_laser");
  }

  @Test
  void pagesHaveAFormForWhatMoonsUnionsRolesAndMissilesDo() {
    var one = stage.somebody();
    var guest = stage.somebody();
    var lunar = lunar(one, 6);
    var invited = lunar(guest, 5);
    long other = moon(lunar.player(), 4);
    var page = one.http().with("Accept", "text/html");
    var from = String.valueOf(other);
    assertThat(page.get("/universe/2/moon").body()).contains("A look costs", ">Jump<");
    var place = Map.of("planet", from, "galaxy", "4", "system", "2", "position", "3");
    assertThat(page.form("/universe/2/moon/phalanx", place).body())
        .contains("What flies to and from 4:2:3", "Attack", "12 ships");
    page.form(
        "/universe/2/moon/jump",
        Map.of("planet", from, "to", String.valueOf(lunar.moon()), "ship.cruiser", "1"));
    assertThat(((PlanetRequest) stage.universe.told.getLast()).order())
        .isEqualTo(new PlanetOrder.Jump(lunar.moon(), new TreeMap<>(Map.of("cruiser", 1L))));
    union("joint-" + one.id(), "2", invited.player(), lunar.player());
    assertThat(page.get("/universe/2/fleet").body())
        .contains("Missiles aim at", "interplanetary_missile", guest.name() + "&#39;s attack");
    var fleet = Map.of("planet", from, "mission", "missiles", "aim", "light_laser");
    page.form("/universe/2/fleet", fleet);
    assertThat(((FleetOrder) stage.universe.told.getLast()).aim()).isEqualTo("light_laser");
    page.form(
        "/universe/2/fleet",
        Map.of("planet", from, "mission", "acs_attack", "union", "joint-" + one.id()));
    assertThat(((FleetOrder) stage.universe.told.getLast()).union()).isEqualTo("joint-" + one.id());
    var scenes = new UniverseScenes(stage.universe);
    var flying =
        scenes.fleet(
            lunar.player(),
            other,
            0,
            new Coordinate(3, 3, 3),
            "ACS_ATTACK",
            Map.of("cruiser", 1L),
            Duration.ofHours(1));
    Platform.shared()
        .sql()
        .sql("UPDATE universe_fleets SET union_id = id WHERE id = ?")
        .param(flying)
        .update();
    assertThat(page.get("/universe/2/movements").body()).contains("To this attack");
    page.form("/universe/2/unions/" + flying + "/invite", Map.of("name", guest.name()));
    assertThat(stage.universe.told.getLast())
        .isEqualTo(new PlayerCommand.Invite(lunar.player(), flying, invited.player()));
    scenes.alliance(lunar.player(), "LUN" + one.id(), "Lunar " + one.id());
    assertThat(page.get("/universe/2/alliance").body()).contains("Save the role");
    page.form("/universe/2/alliance/role", Map.of("name", "envoy", "right.KICK", "on"));
    assertThat(stage.universe.told.getLast())
        .isEqualTo(
            new PlayerCommand.Ally(
                lunar.player(), new AllianceOrder.Role("envoy", List.of(AllianceRight.KICK))));
    page.form("/universe/2/alliance/give", Map.of("player", "9", "role", "envoy"));
    assertThat(stage.universe.told.getLast())
        .isEqualTo(new PlayerCommand.Ally(lunar.player(), new AllianceOrder.Give(9, "envoy")));
  }
}
