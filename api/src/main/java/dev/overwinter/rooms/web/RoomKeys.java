package dev.overwinter.rooms.web;

/// Opens what the worker has sealed.
@FunctionalInterface
interface RoomKeys {

  /// What was sealed.
  ///
  /// @param about what it is about: a room's id
  /// @throws IllegalStateException when no key of this process opens it
  String open(String about, String sealed);
}
