/// Credits: prepaid, metered to the millisecond, never overdrawn.
///
/// A server says when its use began and ended ([MeterFact]). A [Meter] knows what that has cost up
/// to any moment, exactly, over every change of price ([PriceList]): the sum from its beginning is
/// rounded down once, so parts of a run add up to the whole however it is split. An [AccountBook]
/// settles meters into [Posting]s for the ledger, and knows the one moment at which something has
/// to happen next.
///
/// | standing | means | leaves it |
/// |---|---|---|
/// | `FUNDED` | servers may be awake | credits last no longer than the stop takes: `EMPTY` |
/// | `EMPTY` | all servers were told to save and sleep; none wakes | credits come: `FUNDED` |
///
/// A single server may be `CAPPED` meanwhile, until the month ends or its cap is raised. Whatever
/// is metered and cannot be charged, because a stop took longer than it may, is waived: the house
/// pays, and the balance stays where it is. See [Meter#waived()].
///
/// A price list is believed for twelve hours. What is heard later waits until the ledger has said
/// its prices; if it does not answer, those of before decide who is warned and who sleeps, and
/// nothing is booked by them. See [AccountBook#away(java.time.Instant)].
@NullMarked
package dev.overwinter.billing;

import org.jspecify.annotations.NullMarked;
