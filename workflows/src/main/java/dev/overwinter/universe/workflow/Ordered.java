package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OrderAnswer;

/// What came of an order.
///
/// @param answer for who ordered
/// @param due what happens next there
public record Ordered(OrderAnswer answer, Due due) {}
