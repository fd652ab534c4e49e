package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Why an order was not accepted.
public enum Refusal {
  /// It is not made yet.
  CREATING,
  /// It is on its way up and somebody waits for it.
  WAKING,
  /// It is being removed, or is gone.
  DELETING,
  /// Its last start failed and it is too early to try again.
  FAILED,
  /// Somebody plays.
  OCCUPIED,
  /// It sleeps already.
  ASLEEP,
  /// Its node is in maintenance.
  MAINTENANCE,
  /// Its node does not answer.
  NODE_LOST,
  /// It is being restarted on another node.
  RELOCATING,
  /// It is awake or about to be, and its world is not at rest.
  NOT_ASLEEP,
  /// Its node is not lost, so it need not be anywhere else.
  NODE_ANSWERS,
  /// There is no such backup, or none at all.
  NO_BACKUP,
  /// It may still run where it was; only somebody who knows that machine can say that it does not.
  MAY_RUN,
  /// It has as many backups as it may have.
  TOO_MANY_BACKUPS,
  /// A world from a backup is being laid down.
  RESTORING,
  /// The world from before the last restore is still kept; one of the two has to go first.
  FORMER_KEPT,
  /// There is no former world.
  NO_FORMER,
  /// It is locked: nobody may remove it.
  LOCKED,
  /// It is being written.
  IN_PROGRESS,
  /// There is nothing of the kind on that node.
  NOTHING_THERE,
  /// Its world is being made into a server again.
  RECOVERING,
  /// It is there already.
  SAME_NODE,
  /// No other node that is wished for has room for it.
  NO_ROOM,
  /// Something else is under way that has to end first.
  BUSY,
  /// It is not being moved to another node, or not any more.
  NOT_MOVING,
  /// Its account cannot pay for it.
  CREDITS,
  /// One that a newer program knows and this one does not: the reason in words tells people.
  @JsonEnumDefaultValue
  OTHER
}
