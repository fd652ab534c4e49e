package dev.overwinter.universe.workflow;

/// What a tidying did.
///
/// @param players whose points were counted
/// @param inactive how many of them have not been seen for a week
/// @param deleted rows that were older than they are kept
/// @param late planets, fleets and research that were overdue by more than a minute and were woken
public record TidyReport(long players, long inactive, long deleted, long late) {}
