package dev.overwinter.worker;

import dev.overwinter.billing.Credits;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.digitalocean.OceanSettings;
import dev.overwinter.sessions.digitalocean.Prices;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prints what sessions may spend at DigitalOcean with the settings of the environment, which are
/// the worker's: an operator reads it before anything is started. Asks for prices and for nothing
/// else.
public final class SpendMain {
  private SpendMain() {}

  /// Prints it.
  public static void main(String[] args) {
    try {
      var sessions = WorkerConfig.from(System.getenv()).sessions();
      var ocean = sessions.ocean();
      var prices = ocean.map(Prices::perHour).orElse(Map.of());
      lines(sessions, ocean, prices).forEach(System.out::println);
    } catch (IllegalArgumentException wrong) {
      System.out.println(wrong.getMessage());
      System.exit(2);
    }
  }

  /// Returns what it prints; no token is in it.
  ///
  /// @param prices dollars an hour by size
  static List<String> lines(
      SessionsConfig sessions, Optional<OceanSettings> ocean, Map<String, BigDecimal> prices) {
    if (ocean.filter(OceanSettings::real).isEmpty()) {
      return List.of("Game sessions rent nothing.");
    }
    var fleet = sessions.fleet();
    var dearest =
        sessions.choices().stream()
            .map(choice -> prices.get(choice.size()))
            .filter(price -> price != null)
            .max(BigDecimal::compareTo);
    return List.of(
        "Game sessions rent droplets of DigitalOcean, all with the tag " + sessions.fleetTag(),
        "at most %d at once, %d of them kept warm; and no more than %s credits an hour are charged for all"
            .formatted(fleet.live(), sessions.warm(), Credits.text(fleet.microsPerHour())),
        "sizes: " + String.join(", ", sizes(sessions, prices)),
        dearest
            .map(price ->
                "so DigitalOcean bills at most $%s an hour".formatted(times(price, fleet.live())))
            .orElse("DigitalOcean does not say what these cost"),
        "change it with OVERWINTER_WORKER_DIGITALOCEAN_MAX_DROPLETS, _WARM, _SPEND_CAP, _SIZES");
  }

  private static List<String> sizes(SessionsConfig sessions, Map<String, BigDecimal> prices) {
    return sessions.choices().stream()
        .map(Choice::size)
        .distinct()
        .map(size ->
            Optional.ofNullable(prices.get(size))
                .map(price -> "%s ($%s an hour)".formatted(size, price.toPlainString()))
                .orElse(size))
        .toList();
  }

  private static String times(BigDecimal price, int droplets) {
    return price.multiply(BigDecimal.valueOf(droplets)).stripTrailingZeros().toPlainString();
  }
}
