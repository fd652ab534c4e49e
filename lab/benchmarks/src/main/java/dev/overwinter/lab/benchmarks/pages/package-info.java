/// What the dashboard's pages take.
@NullMarked
package dev.overwinter.lab.benchmarks.pages;

import org.jspecify.annotations.NullMarked;
