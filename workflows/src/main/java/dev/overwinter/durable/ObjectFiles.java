package dev.overwinter.durable;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Large objects as files of one directory, shared by workers that have it and by the api, which
/// keeps what nodes without it send. An object is there as a whole or not at all: it is written
/// beside, synced, and then given its name; what a killed writer leaves is swept by the next one.
/// Writing ends while there is still room for others: a disk that is full stops the database as
/// well. Thread-safe, also between processes.
public final class ObjectFiles {
  private static final Pattern NAME = Pattern.compile("[0-9a-z][0-9a-z-]{0,62}");
  private static final String PART = ".part";
  private static final int BUFFER = 1 << 16;

  /// Nobody who still writes pauses for so long.
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private static final AtomicLong SERIAL = new AtomicLong();

  private static final long LEFT_FREE = 1L << 30;
  private static final long LOOK_EVERY = 64L << 20;

  private final Path root;
  private final String ending;
  private final Space space;
  // Of all that is being written together: each of many alone would find enough.
  private final AtomicLong sinceLook = new AtomicLong();
  private volatile boolean full;

  /// Keeps them below a directory.
  ///
  /// @param root made when it is missing, for this user alone
  /// @param ending of every object's name, for example `tar.zst`
  public ObjectFiles(Path root, String ending) {
    this(root, ending, () -> Files.getFileStore(root).getUsableSpace());
  }

  ObjectFiles(Path root, String ending, Space space) {
    this.root = root;
    this.ending = ending;
    this.space = space;
  }

  /// How many bytes could still be written.
  @FunctionalInterface
  interface Space {
    long bytes() throws IOException;
  }

  /// The disk has to keep what is left of it.
  public static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1L;

    private NoRoom() {
      super("there is no room: 1 GiB of the disk stays free");
    }
  }

  /// An object that is being written; closing it before [#commit()] drops it.
  public static final class Part extends FilterOutputStream {
    private final ObjectFiles files;
    private final FileChannel channel;
    private final Path part;
    private final Path object;
    private boolean begun;
    private boolean over;

    private Part(ObjectFiles files, FileChannel channel, Path part, Path object) {
      super(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
      this.files = files;
      this.channel = channel;
      this.part = part;
      this.object = object;
    }

    @Override
    public void write(int one) throws IOException {
      take(1);
      out.write(one);
    }

    /// @throws NoRoom when the disk would be left with too little
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
      out.write(bytes, offset, length);
    }

    private void take(int length) throws IOException {
      files.take(length, !begun);
      begun = true;
    }

    /// From here on it is there, also after a power cut.
    public void commit() throws IOException {
      out.flush();
      channel.force(true);
      channel.close();
      Files.move(part, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      over = true;
      try (var directory = FileChannel.open(part.resolveSibling("."), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!over) {
        Files.deleteIfExists(part);
      }
    }
  }

  /// Begins to write an object.
  ///
  /// @throws IllegalArgumentException when a name could leave the directory
  public Part begin(String group, String name) throws IOException {
    var object = path(group, name);
    var directory = object.resolveSibling(".");
    Files.createDirectories(
        directory.normalize(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    sweep(directory);
    var part =
        object.resolveSibling(
            "."
                + name
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + SERIAL.incrementAndGet()
                + PART);
    var channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Part(this, channel, part, object);
  }

  /// Reads an object from its beginning.
  ///
  /// @throws NoSuchFileException when there is no such object
  public InputStream read(String group, String name) throws IOException {
    return Files.newInputStream(path(group, name));
  }

  /// Its size in bytes.
  ///
  /// @throws NoSuchFileException when there is no such object
  public long size(String group, String name) throws IOException {
    return Files.size(path(group, name));
  }

  /// Idempotent.
  public void remove(String group, String name) throws IOException {
    var object = path(group, name);
    Files.deleteIfExists(object);
    try {
      Files.deleteIfExists(root.resolve(group));
    } catch (DirectoryNotEmptyException others) {
      return;
    }
  }

  private void take(int length, boolean first) throws IOException {
    if (sinceLook.addAndGet(length) >= LOOK_EVERY || first) {
      sinceLook.set(0);
      full = space.bytes() < LEFT_FREE + LOOK_EVERY;
    }
    if (full) {
      throw new NoRoom();
    }
  }

  /// Copies everything.
  public static void copy(InputStream from, OutputStream to, Runnable eachTime) throws IOException {
    var buffer = new byte[BUFFER];
    for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      eachTime.run();
      to.write(buffer, 0, read);
    }
  }

  private static void sweep(Path directory) throws IOException {
    var longAgo = Instant.now().minus(ABANDONED);
    try (var files = Files.newDirectoryStream(directory, "*" + PART)) {
      for (var file : files) {
        sweep(file, longAgo);
      }
    }
  }

  private static void sweep(Path file, Instant longAgo) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(longAgo)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException sweptByAnother) {
      return;
    }
  }

  private Path path(String group, String name) {
    for (var one : List.of(group, name)) {
      if (!NAME.matcher(one).matches()) {
        throw new IllegalArgumentException("name: " + one + " (expected: " + NAME + ")");
      }
    }
    return root.resolve(group).resolve(name + "." + ending);
  }
}
