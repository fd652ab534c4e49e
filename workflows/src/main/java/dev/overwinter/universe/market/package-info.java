/// Offers between players. Pure. What is offered leaves the planet with the offer and comes back
/// when it is cancelled or expires; an offer is accepted once.
///
/// | state of an [Offer] | leads to |
/// |---|---|
/// | `OPEN` | somebody else accepts: `ACCEPTED`; its seller takes it back: `CANCELLED`; its time is over: `EXPIRED` |
/// | `ACCEPTED`, `CANCELLED`, `EXPIRED` | - |
@NullMarked
package dev.overwinter.universe.market;

import org.jspecify.annotations.NullMarked;
