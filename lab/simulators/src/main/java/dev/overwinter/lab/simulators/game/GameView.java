package dev.overwinter.lab.simulators.game;

/// What can be seen of a game.
///
/// @param state `starting`, `running`, or `over`
/// @param sent heartbeats that were sent since this process started
/// @param accepted those that were answered with 2xx
/// @param lastStatus of the last answer; -1 for none, 0 before the first
public record GameView(
    String state, boolean beating, int clients, long sent, long accepted, int lastStatus) {}
