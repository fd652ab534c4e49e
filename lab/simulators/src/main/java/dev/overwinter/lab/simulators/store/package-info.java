/// What survives a kill: JSON documents in one SQLite file, written before an answer goes out.
@NullMarked
package dev.overwinter.lab.simulators.store;

import org.jspecify.annotations.NullMarked;
