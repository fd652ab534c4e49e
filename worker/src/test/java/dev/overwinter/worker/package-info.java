/// Tests of the worker.
@NullMarked
package dev.overwinter.worker;

import org.jspecify.annotations.NullMarked;
