/// The workflows of a universe and the ports they need; task queue `universe`.
///
/// | workflow | id | waits for | ends when |
/// |---|---|---|---|
/// | [PlanetWorkflow] | `planet/<planet>` | what its planet does next | nothing will happen on it |
/// | [ResearchWorkflow] | `research/<player>` | the next level | the queue is empty |
/// | [FleetWorkflow] | `fleet/<fleet>` | arrival, end of its stay, return | it is home or lost |
/// | [OfferWorkflow] | `offer/<offer>` | acceptance, cancellation, expiry | one of them came |
/// | [PlayerCommandWorkflow] | `command/<key>` | nothing | it is answered |
/// | [CreateUniverseWorkflow] | `create-universe/<universe>` | nothing | it is there |
/// | [TidyUniverseWorkflow] | `tidy-universe` | nothing | it is tidy; a schedule starts it every hour |
///
/// The rows in PostgreSQL are what is true; a workflow holds a timer and nothing else that could be
/// lost. Whoever settles a place first takes everything that was due there, in the order of due
/// times, and who comes later finds it done.
@NullMarked
package dev.overwinter.universe.workflow;

import org.jspecify.annotations.NullMarked;
