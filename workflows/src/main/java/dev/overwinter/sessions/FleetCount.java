package dev.overwinter.sessions;

/// What there is of the fleet, counted in the transaction that lets one more in.
///
/// @param live sessions that are not over, warm ones too
/// @param ofRequester live sessions leased by the same requester
/// @param ofOwner live sessions leased by the same owner
/// @param lately how many the same requester began in the last hour
/// @param microsPerHour what the live ones cost an hour together
public record FleetCount(int live, int ofRequester, int ofOwner, int lately, long microsPerHour) {}
