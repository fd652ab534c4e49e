package dev.overwinter.lab.launcher.parts;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// The jars that one program runs from, set apart from the build: a rebuild does not pull them from
/// under a running JVM, and an ahead-of-time cache finds them unchanged.
///
/// @param jars in class-path order
/// @param fingerprint equal for two deployments of the same jars
public record Deployment(List<Path> jars, String fingerprint) {

  public Deployment {
    jars = List.copyOf(jars);
  }

  /// Sets the build of `module` (its directory below `checkout`) apart in `apps`.
  ///
  /// @throws StartFailed when the module was not built
  public static Deployment of(Path checkout, String module, Path apps) throws IOException {
    var built = built(checkout, module);
    var name = Path.of(module).getFileName() + "-" + built.fingerprint();
    var place = Files.createDirectories(apps.resolve(name));
    Files.setLastModifiedTime(place, FileTime.from(Instant.now())); // in use: see Trees.keepNewest
    return new Deployment(copies(built.jars(), place), built.fingerprint());
  }

  /// Returns the build of `module` where it lies and under its own names, for a tool that is run
  /// once.
  ///
  /// @throws StartFailed when the module was not built
  static Deployment built(Path checkout, String module) throws IOException {
    var built = new ArrayList<Path>();
    var target = checkout.resolve(module).resolve("target");
    built.add(ownJar(target, module));
    var classPath = Files.readString(target.resolve("runtime.classpath")).strip();
    Stream.of(classPath.split(File.pathSeparator, -1))
        .filter(p -> !p.isEmpty())
        .map(Path::of)
        .forEach(built::add);
    return new Deployment(built, fingerprint(built, checkout));
  }

  /// Returns the class path as `java -cp` takes it.
  public String classPath() {
    return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
  }

  private static Path ownJar(Path target, String module) throws IOException {
    var artifact = Path.of(module).getFileName();
    try (var jars = Files.newDirectoryStream(target, artifact + "-*.jar")) {
      for (var jar : jars) {
        var name = jar.getFileName().toString();
        if (!name.endsWith("-tests.jar") && !name.endsWith("-sources.jar")) {
          return jar;
        }
      }
    } catch (NoSuchFileException e) {
      throw new StartFailed(module + " is not built: run ./overwinter up");
    }
    throw new StartFailed(module + " has no jar in " + target + ": run ./overwinter up");
  }

  /// Our own jars count by content, for every build makes them anew; others by name and size.
  private static String fingerprint(List<Path> jars, Path checkout) throws IOException {
    var crc = new CRC32();
    for (var jar : jars) {
      crc.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      if (jar.startsWith(checkout)) {
        crc.update(Files.readAllBytes(jar));
      } else {
        crc.update(Long.toString(Files.size(jar)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return "%08x".formatted(crc.getValue());
  }

  /// Lays them out as `<module>-<version>.jar` and `lib/<name>.jar`; names stay, for some programs
  /// read them.
  private static List<Path> copies(List<Path> jars, Path into) throws IOException {
    var copies = new ArrayList<Path>();
    for (var jar : jars) {
      var directory = copies.isEmpty() ? into : into.resolve("lib");
      var copy = directory.resolve(jar.getFileName());
      for (int i = 2; copies.contains(copy); i++) {
        copy =
            into.resolve("lib-" + i).resolve(jar.getFileName()); // two artifacts of one file name
      }
      Files.createDirectories(copy.getParent());
      if (!Files.exists(copy)) {
        place(jar, copy);
      }
      copies.add(copy);
    }
    return copies;
  }

  private static void place(Path jar, Path copy) throws IOException {
    var draft = copy.resolveSibling(copy.getFileName() + "." + ProcessHandle.current().pid());
    Files.copy(jar, draft);
    Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
  }
}
