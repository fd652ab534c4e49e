/// What a data file may say about a universe, and how its formulas are computed. A formula is named
/// by its kind ([Curve], [TimeRule], [DistanceRule] ...); no code asks which rule set it serves.
///
/// Numbers are `double` where the contract's formulas are, through [StrictMath], which gives the
/// same bits on every JVM; a result becomes a whole number once, and stays one.
@NullMarked
package dev.overwinter.universe.ruleset;

import org.jspecify.annotations.NullMarked;
