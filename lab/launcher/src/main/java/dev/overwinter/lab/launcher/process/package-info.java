/// Operating-system processes that are kept alive: started, watched, restarted with back-off,
/// adopted when an earlier launcher was killed, stopped in bounded time.
@NullMarked
package dev.overwinter.lab.launcher.process;

import org.jspecify.annotations.NullMarked;
