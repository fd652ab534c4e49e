package dev.overwinter.proxy.seat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The place of this process among those of one proxy, and with it the name under which it claims
/// servers: no two living processes have the same, and there are never more names than [#SEATS], so
/// that workflows need not remember every process that ever was.
///
/// Blocks on files: not for event loops.
public final class Seat implements AutoCloseable {
  /// How many processes of one proxy may live at once.
  static final int SEATS = 16;

  private static final Logger log = LoggerFactory.getLogger(Seat.class);

  private enum State {
    STARTING,
    READY,
    LEAVING
  }

  private final String proxy;
  private final int number;
  private final @Nullable Path directory;
  private final @Nullable SeatFile file;
  private final boolean succeeds;

  private Seat(String proxy, int number, @Nullable Path directory, @Nullable SeatFile file) {
    this.proxy = proxy;
    this.number = number;
    this.directory = directory;
    this.file = file;
    this.succeeds = othersLive(false);
  }

  /// The only process of a proxy: nobody can live beside it.
  public static Seat only(String proxy) {
    return new Seat(proxy, 0, null, null);
  }

  /// Takes the first free seat.
  ///
  /// @param directory is made when missing; shared by the processes of one proxy and by no other
  /// @throws IOException when there is none, or the directory cannot be used
  public static Seat take(String proxy, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (var number = 0; number < SEATS; number++) {
      var file = SeatFile.lock(path(directory, number));
      if (file.isPresent()) {
        var seat = new Seat(proxy, number, directory, file.get());
        seat.write(State.STARTING);
        return seat;
      }
    }
    throw new IOException("all " + SEATS + " seats in " + directory + " are taken");
  }

  /// The name under which this process claims servers.
  public String claim() {
    return claim(number);
  }

  private String claim(int which) {
    return which == 0 ? proxy : proxy + "." + which;
  }

  /// Whether other processes of this proxy may live beside it, now or later.
  public boolean shared() {
    return directory != null;
  }

  /// Whether one lived already when this one came.
  public boolean succeeds() {
    return succeeds;
  }

  /// This process serves.
  public void ready() {
    write(State.READY);
  }

  /// This process accepts nobody any more.
  public void leaving() {
    write(State.LEAVING);
  }

  /// Whether another process lives that is not leaving.
  public boolean hasSuccessor() {
    return othersLive(true);
  }

  private boolean othersLive(boolean staying) {
    for (var other : others()) {
      try {
        var seen = SeatFile.glance(other);
        if (seen.alive() && !(staying && seen.text().startsWith(State.LEAVING.name()))) {
          return true;
        }
      } catch (IOException e) {
        log.warn("{} cannot be read: {}", other, e.toString());
      }
    }
    return false;
  }

  /// The seats of processes that were killed; each is this process's until it is closed.
  public List<Abandoned> abandoned() {
    var all = new ArrayList<Abandoned>();
    for (var which = 0; which < SEATS; which++) {
      if (which != number && directory != null) {
        try {
          abandoned(path(directory, which), which).ifPresent(all::add);
        } catch (IOException e) {
          log.warn("seat {} cannot be read: {}", which, e.toString());
        }
      }
    }
    return all;
  }

  private Optional<Abandoned> abandoned(Path other, int which) throws IOException {
    if (!Files.exists(other) || Files.size(other) == 0) {
      return Optional.empty();
    }
    var taken = SeatFile.lock(other);
    if (taken.isPresent() && taken.get().text().isEmpty()) {
      taken.get().close(); // it left just now
      return Optional.empty();
    }
    return taken.map(file -> new Abandoned(claim(which), file));
  }

  /// The seat of a process that was killed.
  public static final class Abandoned implements AutoCloseable {
    private final String claim;
    private final SeatFile file;

    private Abandoned(String claim, SeatFile file) {
      this.claim = claim;
      this.file = file;
    }

    /// The name under which it claimed servers.
    public String claim() {
      return claim;
    }

    /// Nothing is left of it.
    public void settled() throws IOException {
      file.write("");
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private List<Path> others() {
    var all = new ArrayList<Path>();
    for (var which = 0; which < SEATS; which++) {
      if (which != number && directory != null && Files.exists(path(directory, which))) {
        all.add(path(directory, which));
      }
    }
    return all;
  }

  private static Path path(Path directory, int number) {
    return directory.resolve("seat-" + number);
  }

  private void write(State state) {
    if (file == null) {
      return;
    }
    try {
      // The process id is for people, and for a launcher that waits for a certain process.
      file.write(state + " " + ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      log.warn("seat {} cannot be written: {}", number, e.toString());
    }
  }

  /// Gives the seat up, with nothing left to be told.
  @Override
  public void close() {
    if (file == null) {
      return;
    }
    try (file) {
      file.write("");
    } catch (IOException e) {
      log.warn("seat {} cannot be given up: {}", number, e.toString());
    }
  }
}
