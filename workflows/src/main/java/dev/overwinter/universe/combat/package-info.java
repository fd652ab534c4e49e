/// Battles and what follows them, as functions of an order and a seed: the same seed has the same
/// result on any JVM, so a battle can be fought again by anybody who has its report.
///
/// An order ([BattleOrder]) is fought by the rules of its universe ([BattleRules]): in up to six
/// rounds of single shots, or in one exchange of sums. What follows ([AfterBattle]) is loot,
/// debris, repair and perhaps a moon. Which of the known variants of the rounds this is:
///
/// | question | here, as in OGameX | in older engines |
/// |---|---|---|
/// | what does a shot bounce off | 1 % of the shield that its target began with | the same |
/// | when may a unit explode | at each hit that leaves its hull below 70 % | at a hit with its shield at 0, or once at the end of the round |
/// | how finely is a shield worn | exactly, here to a tenth of a point | in steps of 1 % |
/// | when does it end | a side is gone, or after six rounds | also when no hull was hurt |
/// | whose technology counts | each fleet's own | often one for a whole side |
///
/// Nothing here reads a clock, a database or a workflow; one thread each, several battles at once
/// share nothing. The units of a battle live in one array a side and nowhere else: what is kept of
/// it is a [BattleResult] of a few kilobytes, however many fought.
@NullMarked
package dev.overwinter.universe.combat;

import org.jspecify.annotations.NullMarked;
