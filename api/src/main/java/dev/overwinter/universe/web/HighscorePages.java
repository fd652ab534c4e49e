package dev.overwinter.universe.web;

import dev.overwinter.api.auth.Actor;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Who is best.
@Controller
@Hidden
class HighscorePages {
  private static final int PAGE = 50;
  private static final List<String> BY = List.of("total", "economy", "research", "military");

  private final UniverseDoor door;
  private final PlayerReads players;

  HighscorePages(UniverseDoor door, PlayerReads players) {
    this.door = door;
    this.players = players;
  }

  /// A line.
  ///
  /// @param share of the best one's points, 0 to 100
  record Line(
      String rank,
      String name,
      @Nullable String alliance,
      String points,
      long share,
      boolean own,
      String away) {}

  /// What one can be best at.
  record By(String key, String name, boolean here) {}

  @GetMapping("/universe/{universe}/highscore")
  String highscore(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "total") String by,
      @RequestParam(defaultValue = "1") int page,
      Model model) {
    var wanted = BY.contains(by) ? by : "total";
    int at = Math.clamp(page, 1, 20_000);
    return door.show(
        actor,
        universe,
        "highscore",
        model,
        visit -> {
          var id = visit.universe().id();
          long best =
              players.highscore(id, wanted, 1, 0).stream()
                  .mapToLong(row -> points(row, wanted))
                  .findFirst()
                  .orElse(0);
          var rows = players.highscore(id, wanted, PAGE + 1, (at - 1) * PAGE);
          model.addAttribute(
              "lines",
              rows.stream()
                  .limit(PAGE)
                  .map(row -> line(row, wanted, best, visit.player().id()))
                  .toList());
          model.addAttribute(
              "ways",
              BY.stream().map(key -> new By(key, Words.words(key), key.equals(wanted))).toList());
          model.addAttribute("by", wanted);
          model.addAttribute("page", at);
          model.addAttribute("more", rows.size() > PAGE);
          return "universe/highscore";
        });
  }

  private static long points(PlayerReads.Ranked row, String by) {
    return switch (by) {
      case "economy" -> row.points().economy();
      case "research" -> row.points().research();
      case "military" -> row.points().military();
      default -> row.points().total();
    };
  }

  private static Line line(PlayerReads.Ranked row, String by, long best, long reader) {
    long points = points(row, by);
    return new Line(
        Words.number(row.rank()),
        row.username(),
        row.alliance(),
        Words.number(points),
        best == 0 ? 0 : points * 100 / best,
        row.player() == reader,
        away(row));
  }

  private static String away(PlayerReads.Ranked row) {
    if (row.vacation()) {
      return "on vacation";
    }
    return switch (row.inactive()) {
      case "i" -> "away for a week";
      case "I" -> "away for a month";
      default -> "";
    };
  }
}
