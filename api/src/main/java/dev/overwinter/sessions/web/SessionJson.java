package dev.overwinter.sessions.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.sessions.ShareTag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session as programs see it.
///
/// @param id for good
/// @param tag what players type
/// @param state RESERVING, CREATING, BOOTING, STARTING, WARM, LEASING, READY, DRAINING, ENDING,
///   ENDED, FAILED, LOST or REFUSED
/// @param reason one line for people; may be empty
/// @param since when it came into that state; null for a moment after it was asked for
/// @param joinable whether the tag leads to the address
/// @param address where it runs; null while that is not known
/// @param owner whose it is; null while it is nobody's
/// @param pool the pool that keeps it warm; null for none
/// @param unit the name under which its game signs; null while there is none
/// @param dropletId id of its droplet; 0 for none
/// @param region where its droplet is; null for a machine of an operator
/// @param size how large; null likewise
/// @param clients who played when it was heard last
/// @param heardAt when that was; null before the first time
/// @param endsAt when it ends if nothing changes; null while that is not foreseen
/// @param readyAt when its lease began; null before
/// @param overAt when nothing was left of it; null before
/// @param lastChange who or what caused the last change
record SessionJson(
    @Nullable String id,
    String tag,
    String state,
    String reason,
    @Nullable Instant since,
    boolean joinable,
    @Nullable String address,
    @Nullable String owner,
    @Nullable String pool,
    @Nullable String unit,
    @JsonProperty("droplet_id") long dropletId,
    @Nullable String region,
    @Nullable String size,
    int clients,
    @JsonProperty("heard_at") @Nullable Instant heardAt,
    @JsonProperty("ends_at") @Nullable Instant endsAt,
    @JsonProperty("ready_at") @Nullable Instant readyAt,
    @JsonProperty("over_at") @Nullable Instant overAt,
    @JsonProperty("last_change") String lastChange) {

  static SessionJson of(SessionRow row) {
    return new SessionJson(
        row.id(),
        row.tag(),
        row.state(),
        row.reason(),
        row.since(),
        row.joinable(),
        orNull(row.address()),
        orNull(row.owner()),
        orNull(row.pool()),
        orNull(row.unit()),
        row.droplet(),
        orNull(row.region()),
        orNull(row.size()),
        row.clients(),
        row.heardAt(),
        row.endsAt(),
        row.readyAt(),
        row.overAt(),
        row.lastChange());
  }

  /// One that was asked for and has no row yet.
  static SessionJson coming(ShareTag tag) {
    return new SessionJson(
        null,
        tag.text(),
        "RESERVING",
        "",
        null,
        false,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        "asked for");
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
