package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/// One launcher's hold on a home directory. The lock goes with the launcher, however it ends.
final class Installation implements AutoCloseable {

  private static final int ID_LENGTH = 8;

  private final FileChannel lock;
  private final String id;

  private Installation(FileChannel lock, String id) {
    this.lock = lock;
    this.id = id;
  }

  /// Takes the home directory, which is made when missing.
  ///
  /// @throws StartFailed when another launcher has it, or this user may not write there
  static Installation take(Path home) throws IOException {
    try {
      Files.createDirectories(home.resolve("data"));
      Files.createDirectories(home.resolve("run"));
    } catch (IOException e) {
      throw new StartFailed("cannot write to " + home + ": make it yours, or set OVERWINTER_HOME");
    }
    var file = home.resolve("run/launcher.pid");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locks(channel)) {
      var holder = Files.readString(file).strip();
      channel.close();
      throw new StartFailed("already up (pid " + holder + "): see ./overwinter status");
    }
    channel.truncate(0);
    var pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
    var membership = Membership.of(home);
    var id =
        membership.isPresent()
            ? membership.get().installation()
            : id(home.resolve("data/installation"));
    return new Installation(channel, id);
  }

  /// Returns the name on everything that this installation creates; the same for good.
  String id() {
    return id;
  }

  @Override
  public void close() throws IOException {
    lock.truncate(0);
    lock.close();
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  private static String id(Path file) throws IOException {
    if (!Files.exists(file)) {
      var random = new SecureRandom();
      var letters = random.ints(ID_LENGTH, 0, 36).mapToObj(i -> Character.forDigit(i, 36));
      var id = letters.collect(StringBuilder::new, StringBuilder::append, StringBuilder::append);
      Files.writeString(file, id);
    }
    return Files.readString(file).strip();
  }
}
