/// What players order in a universe and what they are answered, as workflows, activities and the
/// api pass it on: plain values that histories keep.
///
/// | order | goes to | answer |
/// |---|---|---|
/// | [PlanetRequest] | `PlanetWorkflow.order` | [OrderAnswer] |
/// | [ResearchRequest] | `ResearchWorkflow.order` | [OrderAnswer] |
/// | [FleetOrder] | `FleetWorkflow.dispatch` | [FleetAnswer] |
/// | [RecallRequest] | `FleetWorkflow.recall` | [FleetAnswer] |
/// | [OfferOrder], [OfferRequest] | `OfferWorkflow.offer`, `accept`, `cancel` | [OfferAnswer] |
/// | [PlayerCommand] | `PlayerCommandWorkflow` | [PlayerAnswer] |
///
/// Every order has a key of who asks: one that comes again, in whatever way, is answered as it was
/// the first time and changes nothing. A refusal is an answer ([Refusal] and a line for people),
/// and after one nothing has changed.
@NullMarked
package dev.overwinter.universe.order;

import org.jspecify.annotations.NullMarked;
