package dev.overwinter.sessions;

/// How much there may be of the fleet; an operator says so.
///
/// @param live sessions that are not over, warm ones too
/// @param perRequester live sessions of one requester
/// @param perOwner live sessions of one owner
/// @param anHour how many one requester may begin in an hour
/// @param microsPerHour what the live ones may cost an hour together
public record FleetLimits(
    int live, int perRequester, int perOwner, int anHour, long microsPerHour) {}
