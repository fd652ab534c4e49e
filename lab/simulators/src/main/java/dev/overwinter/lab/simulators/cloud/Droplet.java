package dev.overwinter.lab.simulators.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One machine, from its creation on; kept after its end, for the bill.
///
/// @param actionId of the `create` action; beyond 2^31, as the real ones are
/// @param image slug, or the number of an image or snapshot as text
/// @param publicAddress absent when ordered without public networking
/// @param destroyedAt absent while nobody destroyed it
/// @param unlistedAt lists show it until here although it is gone
public record Droplet(
    long id,
    long actionId,
    String name,
    List<String> tags,
    String region,
    String size,
    String image,
    @Nullable String userData,
    String privateAddress,
    @Nullable String publicAddress,
    Instant createdAt,
    Plan plan,
    @Nullable Instant destroyedAt,
    @Nullable Instant unlistedAt) {

  public Droplet {
    tags = List.copyOf(tags);
  }

  /// Returns whether a GET finds it.
  public boolean existsAt(Instant now) {
    return !reached(destroyedAt, now) && !vanishedAt(now);
  }

  /// Returns whether a list shows it, which may lag behind its existence at both ends.
  public boolean listedAt(Instant now) {
    if (vanishedAt(now) || now.isBefore(plan.listedAt())) {
      return false;
    }
    return !reached(destroyedAt, now) || (unlistedAt != null && now.isBefore(unlistedAt));
  }

  /// Returns whether its placement failed before anybody destroyed it.
  public boolean vanishedAt(Instant now) {
    var vanishes = plan.vanishesAt();
    if (vanishes == null || now.isBefore(vanishes)) {
      return false;
    }
    return destroyedAt == null || vanishes.isBefore(destroyedAt);
  }

  public boolean activeAt(Instant now) {
    return reached(plan.activeAt(), now);
  }

  /// Returns whether a destroy is refused because an event is pending.
  public boolean lockedAt(Instant now) {
    return plan.lockedUntil() != null && now.isBefore(plan.lockedUntil());
  }

  /// Returns the public address once it is shown.
  public Optional<String> publicAddressAt(Instant now) {
    return reached(plan.publicAt(), now) ? Optional.ofNullable(publicAddress) : Optional.empty();
  }

  /// Returns the private address once it is shown.
  public Optional<String> privateAddressAt(Instant now) {
    return reached(plan.privateAt(), now) ? Optional.of(privateAddress) : Optional.empty();
  }

  Droplet destroyed(Instant at, @Nullable Instant shownUntil) {
    return new Droplet(
        id,
        actionId,
        name,
        tags,
        region,
        size,
        image,
        userData,
        privateAddress,
        publicAddress,
        createdAt,
        plan,
        at,
        shownUntil);
  }

  Droplet tagged(List<String> newTags) {
    return new Droplet(
        id,
        actionId,
        name,
        newTags,
        region,
        size,
        image,
        userData,
        privateAddress,
        publicAddress,
        createdAt,
        plan,
        destroyedAt,
        unlistedAt);
  }

  private static boolean reached(@Nullable Instant at, Instant now) {
    return at != null && !now.isBefore(at);
  }
}
