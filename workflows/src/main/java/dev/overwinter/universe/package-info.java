/// A persistent world without a tick: the values that all of it shares.
///
/// An idle planet costs nothing. What it has at a moment follows from what it had when it was
/// settled last, in closed form ([dev.overwinter.universe.planet.PlanetRules]); what changes by
/// itself happens at computed moments, in their order, however late somebody looks.
///
/// Amounts are whole micro-units ([Resources]) and say where they came from and went ([Posting]).
/// Which constants and formulas hold is data ([dev.overwinter.universe.ruleset.RuleSet]); an order
/// is answered with a move or with a reason ([Outcome]).
///
/// | package | decides |
/// |---|---|
/// | `ruleset` | what data files may say, and how their formulas are computed |
/// | `planet` | stocks, energy, storage, buildings |
/// | `research` | technologies of a player |
/// | `shipyard` | ships, defences and missiles |
/// | `fleet` | distances, times, fuel, cargo, slots, missions, recall |
/// | `combat` | battles from a seed, loot, debris, repair, moons, missiles |
/// | `espionage` | what probes see, and whether they are caught |
/// | `expedition` | what is found in deep space |
/// | `market` | offers with escrow |
/// | `score` | points, protection, inactivity, vacation |
///
/// `order` is what is asked and answered between processes, `json` reads rule sets, `workflow`
/// waits.
@NullMarked
package dev.overwinter.universe;

import org.jspecify.annotations.NullMarked;
