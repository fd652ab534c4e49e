/// What gauges of every domain share: figures that PostgreSQL is asked for when somebody scrapes.
@NullMarked
package dev.overwinter.metrics;

import org.jspecify.annotations.NullMarked;
