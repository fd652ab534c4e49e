package dev.overwinter.billing;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the ledger says after it has been told something.
///
/// @param balance micro-credits of the account, the bookings below included
/// @param terms of the account
/// @param prices of today, and those announced
/// @param booked what became of each booking, in order
/// @param known what an earlier life of the account has had kept, when that is more than this one
///   knows: nothing of this one was kept then; null otherwise
public record Kept(
    long balance,
    Terms terms,
    PriceList prices,
    List<Booked> booked,
    @Nullable AccountState known) {
  public Kept {
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(prices, "prices");
    booked = List.copyOf(booked);
  }

  /// What became of a booking.
  ///
  /// @param key of the booking
  /// @param how what became of it
  public record Booked(String key, How how) {
    public Booked {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(how, "how");
    }
  }

  /// What may become of a booking.
  public enum How {
    /// It is booked.
    NOW,
    /// The same was booked before; nothing was booked again.
    BEFORE,
    /// Its key was used for something else; nothing was booked.
    CONFLICT,
    /// The ledger cannot hold it, or has charged that time already; nothing was booked.
    REFUSED
  }
}
