/// Several processes of one proxy: the one that serves, those that finish what they began, and the
/// one that comes.
///
/// | state of a seat's file | the process | means |
/// |---|---|---|
/// | locked, `STARTING` or empty | lives | comes up; nobody need wait for it |
/// | locked, `READY` | lives | listens beside the others: they may leave |
/// | locked, `LEAVING` | lives | accepts nobody, relays whom it has |
/// | free, with text | was killed | its claims are void; a living process says so to the workflows |
/// | free, empty | left by itself | nothing is left of it |
///
/// The lock is the kernel's and ends with its process, however that ends.
@NullMarked
package dev.overwinter.proxy.seat;

import org.jspecify.annotations.NullMarked;
