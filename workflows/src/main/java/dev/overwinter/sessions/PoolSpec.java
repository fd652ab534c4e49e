package dev.overwinter.sessions;

import java.util.Objects;

/// One kind of warm sessions.
///
/// @param id letters, digits and hyphens, for example `fra1-s-1vcpu-1gb-123456`
/// @param choice where, how large, of what: all of a pool are alike
/// @param house the account that pays while they are nobody's
/// @param priceClass what they cost, by name
/// @param limits how long each may take and last
public record PoolSpec(
    String id, Choice choice, String house, String priceClass, SessionLimits limits) {
  public PoolSpec {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(house, "house");
    Objects.requireNonNull(priceClass, "priceClass");
    Objects.requireNonNull(limits, "limits");
  }

  /// The id of the pool of one choice.
  public static String idOf(Choice choice) {
    return choice.region() + "-" + choice.size() + "-" + choice.snapshot();
  }
}
