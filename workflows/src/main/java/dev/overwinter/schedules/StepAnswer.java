package dev.overwinter.schedules;

/// What a server answered to a step.
///
/// @param outcome how it ended
/// @param said one line for people
public record StepAnswer(StepOutcome outcome, String said) {}
