/// Samples, tables for people, rows for machines.
@NullMarked
package dev.overwinter.lab.benchmarks.report;

import org.jspecify.annotations.NullMarked;
