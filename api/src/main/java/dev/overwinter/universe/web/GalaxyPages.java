package dev.overwinter.universe.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.fleet.Mission;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The map, a system at a time, with ways to send fleets there.
@Controller
@Hidden
class GalaxyPages {
  private final UniverseDoor door;
  private final GalaxyReads galaxy;

  GalaxyPages(UniverseDoor door, GalaxyReads galaxy) {
    this.door = door;
    this.galaxy = galaxy;
  }

  /// A way to send a fleet.
  ///
  /// @param query of the page that sends it
  record Way(String name, String query) {}

  /// A position of a system.
  ///
  /// @param at its coordinate
  /// @param x of it in the picture
  /// @param y of it in the picture
  /// @param orbit its radius in the picture
  /// @param body null where nobody lives
  /// @param moon null where there is none
  /// @param own whether it is the reader's
  /// @param look how it is drawn
  /// @param debris what drifts there, for people; empty for nothing
  /// @param ways to send a fleet there
  /// @param label what a screen reader says
  record Slot(
      int position,
      String at,
      long x,
      long y,
      long orbit,
      GalaxyReads.@Nullable Body body,
      GalaxyReads.@Nullable Body moon,
      boolean own,
      boolean here,
      String look,
      String debris,
      List<Way> ways,
      String label) {}

  @GetMapping("/universe/{universe}/galaxy")
  String system(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(required = false) @Nullable Integer galaxy,
      @RequestParam(required = false) @Nullable Integer system,
      Model model) {
    return door.show(
        actor,
        universe,
        "galaxy",
        model,
        visit -> {
          var most = visit.universe();
          int g = round(galaxy == null ? visit.planet().galaxy() : galaxy, most.galaxies());
          int s = round(system == null ? visit.planet().system() : system, most.systems());
          model.addAttribute("galaxy", g);
          model.addAttribute("system", s);
          model.addAttribute("galaxies", most.galaxies());
          model.addAttribute("systems", most.systems());
          model.addAttribute("before", round(s - 1, most.systems()));
          model.addAttribute("after", round(s + 1, most.systems()));
          model.addAttribute("slots", slots(visit, g, s));
          boolean explored =
              visit.laws().rules().fleet().missions().contains(Mission.EXPEDITION.key());
          model.addAttribute("deep", explored ? most.positions() + 1 : 0);
          return "universe/galaxy";
        });
  }

  /// The last one lies beside the first.
  private static int round(int number, int most) {
    if (number < 1) {
      return most;
    }
    return number > most ? 1 : number;
  }

  private List<Slot> slots(Visit visit, int g, int s) {
    var bodies = galaxy.bodies(visit.universe().id(), g, s);
    var debris = galaxy.debris(visit.universe().id(), g, s);
    var slots = new ArrayList<Slot>();
    for (int position = 1; position <= visit.universe().positions(); position++) {
      int p = position;
      var body =
          bodies.stream()
              .filter(one -> one.position() == p && !one.moon())
              .findFirst()
              .orElse(null);
      var moon =
          bodies.stream().filter(one -> one.position() == p && one.moon()).findFirst().orElse(null);
      var drifting = debris.stream().filter(one -> one.position() == p).findFirst();
      slots.add(
          slot(
              visit,
              new Where(g, s, p),
              body,
              moon,
              drifting.map(GalaxyPages::drifting).orElse("")));
    }
    return slots;
  }

  private record Where(int galaxy, int system, int position) {
    String text() {
      return galaxy + ":" + system + ":" + position;
    }

    String query(Mission mission) {
      return "?galaxy=%d&system=%d&position=%d&mission=%s"
          .formatted(galaxy, system, position, mission.name());
    }
  }

  private static Slot slot(
      Visit visit,
      Where where,
      GalaxyReads.@Nullable Body body,
      GalaxyReads.@Nullable Body moon,
      String debris) {
    var planet = visit.planet();
    boolean own = body != null && body.player() == visit.player().id();
    boolean here =
        planet.galaxy() == where.galaxy()
            && planet.system() == where.system()
            && planet.position() == where.position();
    // Around the sun at the left, far enough apart that each can be reached, in a gentle wave.
    double orbit = 96 + where.position() * 39.5;
    double angle = Math.asin(Math.min(1, 104 / orbit)) * Math.sin(where.position() * 2.4);
    return new Slot(
        where.position(),
        where.text(),
        Math.round(-24 + orbit * Math.cos(angle)),
        Math.round(150 + orbit * Math.sin(angle)),
        Math.round(orbit),
        body,
        moon,
        own,
        here,
        look(where.position(), visit.universe().positions()),
        debris,
        ways(visit, where, body, own, here, !debris.isEmpty()),
        label(where, body, moon, own, debris));
  }

  /// Of others' planets nobody knows more than how far from the sun they are.
  private static String look(int position, int positions) {
    int part = position * 15 / Math.max(1, positions);
    if (part <= 3) {
      return "lava";
    }
    if (part <= 6) {
      return "desert";
    }
    if (part <= 9) {
      return "green";
    }
    return part <= 12 ? "tundra" : "ice";
  }

  private static String drifting(GalaxyReads.Debris debris) {
    return Words.units(debris.metal())
        + " metal, "
        + Words.units(debris.crystal())
        + " crystal"
        + (debris.deuterium() > 0 ? ", " + Words.units(debris.deuterium()) + " deuterium" : "");
  }

  private static List<Way> ways(
      Visit visit,
      Where where,
      GalaxyReads.@Nullable Body body,
      boolean own,
      boolean here,
      boolean debris) {
    var ways = new ArrayList<Way>();
    if (body == null) {
      add(visit, ways, where, Mission.COLONIZE);
    } else if (!own) {
      add(visit, ways, where, Mission.ESPIONAGE);
      add(visit, ways, where, Mission.ATTACK);
      add(visit, ways, where, Mission.TRANSPORT);
    } else if (!here) {
      add(visit, ways, where, Mission.TRANSPORT);
      add(visit, ways, where, Mission.DEPLOY);
    }
    if (debris) {
      add(visit, ways, where, Mission.RECYCLE);
    }
    return ways;
  }

  private static void add(Visit visit, List<Way> ways, Where where, Mission mission) {
    if (visit.laws().rules().fleet().missions().contains(mission.key())) {
      ways.add(new Way(Voyage.mission(mission.name()), where.query(mission)));
    }
  }

  private static String label(
      Where where,
      GalaxyReads.@Nullable Body body,
      GalaxyReads.@Nullable Body moon,
      boolean own,
      String debris) {
    var label = new StringBuilder(where.text()).append(": ");
    if (body == null) {
      label.append("free");
    } else {
      label.append(body.name()).append(own ? ", yours" : " of " + body.username());
    }
    if (moon != null) {
      label.append(", with a moon");
    }
    if (!debris.isEmpty()) {
      label.append(", debris");
    }
    return label.toString();
  }
}
