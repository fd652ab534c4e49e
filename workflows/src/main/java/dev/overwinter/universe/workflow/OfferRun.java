package dev.overwinter.universe.workflow;

/// What an offer's workflow begins with.
///
/// @param offer its key
public record OfferRun(String offer) {}
