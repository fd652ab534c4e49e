package dev.overwinter.lab.simulators.faults;

import java.util.Arrays;
import java.util.Optional;

/// Everything that can go wrong, by the name that `/simulator/faults` uses.
///
/// Group [Group#CREATE] is drawn once per droplet when it is created, [Group#DESTROY] at each
/// destroy, [Group#WIRE] at each request below `/v2`, [Group#GAME] at each heartbeat.
public enum Fault {
  LIST_LAG("list-lag", Group.CREATE, 5, "lists do not show the droplet for this long"),
  SLOW_ACTIVE("slow-active", Group.CREATE, 30, "active this much later than usual"),
  NEVER_ACTIVE("never-active", Group.CREATE, 0, "the status stays new"),
  ADDRESS_LAG("address-lag", Group.CREATE, 5, "active this long before any IPv4"),
  PRIVATE_FIRST("private-first", Group.CREATE, 3, "the public address comes this much later"),
  VANISH("vanish", Group.CREATE, 2, "accepted with 202, and 404 after this long"),
  LOCKED("locked", Group.CREATE, 5, "locked for this long after active: deletes are 422"),
  BIG_ID("big-id", Group.CREATE, 0, "this droplet's id and all later ones exceed 2^31"),
  IP_REUSE("ip-reuse", Group.CREATE, 0, "gets the public address that was freed last"),
  DROPLET_LIMIT("droplet-limit", Group.CREATE, 0, "422: would exceed the droplet limit"),
  SIZE_SOLD_OUT("size-sold-out", Group.CREATE, 0, "422: no such size here; only = a size slug"),
  REGION_SOLD_OUT("region-sold-out", Group.CREATE, 0, "422: region full; only = a region slug"),
  TRY_AGAIN("try-again", Group.CREATE, 0, "422 with \"please try again\""),

  DELETE_ERROR("delete-error", Group.DESTROY, 0, "500, the droplet stays"),
  PENDING_EVENT("pending-event", Group.DESTROY, 0, "422: already has a pending event"),
  DELETE_IGNORED("delete-ignored", Group.DESTROY, 0, "204, and the droplet stays"),
  STILL_LISTED("still-listed", Group.DESTROY, 5, "lists show it for this long after it is gone"),

  DROP("drop", Group.WIRE, 0, "the connection closes, nothing is done"),
  DROP_AFTER("drop-after", Group.WIRE, 0, "it is done, then the connection closes unanswered"),
  HANG("hang", Group.WIRE, 600, "silence for this long, nothing is done"),
  HANG_AFTER("hang-after", Group.WIRE, 600, "it is done, then silence for this long"),
  SLOW("slow", Group.WIRE, 2, "answered this much later"),
  RATE_HOUR("rate-hour", Group.WIRE, 0, "429 without retry-after"),
  RATE_BURST("rate-burst", Group.WIRE, 10, "429 with this retry-after"),
  HTML_502("html-502", Group.WIRE, 0, "502 with a page"),
  HTML_503("html-503", Group.WIRE, 0, "503 with a page"),
  HTML_502_AFTER("html-502-after", Group.WIRE, 0, "it is done, and the answer is 502 with a page"),
  SERVER_ERROR("server-error", Group.WIRE, 0, "500 in the API's own form"),
  EMPTY_ERROR("empty-error", Group.WIRE, 0, "500 without a body"),
  ODD_ERROR("odd-error", Group.WIRE, 0, "500 as JSON without an id"),
  STATUS_520("status-520", Group.WIRE, 0, "520, as the network in front answers"),
  EMPTY_BODY("empty-body", Group.WIRE, 0, "it is done, the answer has no body"),
  BROKEN_BODY("broken-body", Group.WIRE, 0, "it is done, the JSON stops in the middle"),
  ODD_LINKS("odd-links", Group.WIRE, 0, "a list that fits one page has no links at all"),

  SILENT("silent", Group.GAME, 0, "this heartbeat is not sent"),
  REPLAY("replay", Group.GAME, 0, "this heartbeat is sent twice, byte for byte"),
  SKEW("skew", Group.GAME, 301, "the game's clock is late by this much"),
  LATE("late", Group.GAME, 0, "one more heartbeat after the droplet is gone");

  /// When a fault is drawn.
  public enum Group {
    CREATE,
    DESTROY,
    WIRE,
    GAME
  }

  private final String word;
  private final Group group;
  private final long seconds;
  private final String meaning;

  Fault(String word, Group group, long seconds, String meaning) {
    this.word = word;
    this.group = group;
    this.seconds = seconds;
    this.meaning = meaning;
  }

  /// Returns the name on the wire.
  public String word() {
    return word;
  }

  public Group group() {
    return group;
  }

  /// Returns how long it lasts unless the setting says otherwise, in seconds; 0 for one that takes
  /// no time.
  public long seconds() {
    return seconds;
  }

  /// Returns the sentence for the list of faults.
  public String meaning() {
    return meaning;
  }

  /// Returns the fault of a name on the wire.
  public static Optional<Fault> of(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
  }
}
