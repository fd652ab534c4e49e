/// What holds across modules: who may know whom, and that the README tells the truth.
@NullMarked
package dev.overwinter.lab.acceptance.house;

import org.jspecify.annotations.NullMarked;
