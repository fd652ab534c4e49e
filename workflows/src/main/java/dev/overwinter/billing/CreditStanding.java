package dev.overwinter.billing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an account tells one of its servers.
///
/// @param number grows with everything that the account tells; what comes late is known by it
/// @param standing what the account can do for the server
/// @param reason one line for people; empty while it pays
/// @param account which account says so; null from an older worker, when only one could
public record CreditStanding(
    long number, Standing standing, String reason, @Nullable String account) {
  /// What a server takes for granted before it is told anything.
  public static final CreditStanding FUNDED = new CreditStanding(0, Standing.FUNDED, "", null);

  public CreditStanding {
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(reason, "reason");
  }

  /// With the words that people read.
  public static CreditStanding of(long number, Standing standing) {
    return of(number, standing, null);
  }

  /// The same, and who says so.
  public static CreditStanding of(long number, Standing standing, @Nullable String account) {
    return new CreditStanding(
        number,
        standing,
        switch (standing) {
          case FUNDED -> "";
          case EMPTY -> "its owner has no credits left";
          case CAPPED -> "it has spent what it may this month";
        },
        account);
  }
}
