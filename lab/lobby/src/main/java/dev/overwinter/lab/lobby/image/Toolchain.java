package dev.overwinter.lab.lobby.image;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/// The JDK's own tools, called inside this process.
final class Toolchain {
  /// Referred to by classes that the lobby never loads: Minestom's map images, Gson's SQL dates,
  /// and annotation processors. With them the image would carry a window toolkit.
  private static final Set<String> NEVER_LOADED =
      Set.of("java.desktop", "java.sql", "java.compiler", "java.xml", "java.naming");

  private Toolchain() {}

  /// Links a runtime of the modules that these jars use.
  ///
  /// @throws IOException when a tool fails, or this runtime is no JDK with `jdeps` and `jlink`
  static void link(Path javaHome, List<Path> jars, Path target) throws IOException {
    run(
        "jlink",
        List.of(
            "--add-modules",
            String.join(",", modules(jars)),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            // Written differently in every process, and the AOT cache does its work better.
            "--disable-plugin",
            "generate-jli-classes",
            "--output",
            target.toString()),
        javaHome);
  }

  private static Set<String> modules(List<Path> jars) throws IOException {
    String all = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                "25",
                "--module-path",
                all));
    jars.forEach(jar -> arguments.add(jar.toString()));
    String output = run("jdeps", arguments, Path.of(System.getProperty("java.home")));
    String last = output.lines().reduce("", (_, line) -> line.isBlank() ? "" : line.strip());
    Set<String> system =
        ModuleFinder.ofSystem().findAll().stream()
            .map(ModuleReference::descriptor)
            .map(java.lang.module.ModuleDescriptor::name)
            .collect(Collectors.toSet());
    var needed = new TreeSet<>(List.of(last.split(",", -1)));
    needed.retainAll(system);
    needed.removeAll(NEVER_LOADED);
    if (!needed.contains("java.base")) {
      throw new IOException("jdeps named no modules: " + output);
    }
    return needed;
  }

  private static String run(String tool, List<String> arguments, Path javaHome) throws IOException {
    ToolProvider provider =
        ToolProvider.findFirst(tool)
            .orElseThrow(
                () -> new IOException(javaHome + " has no " + tool + " (expected: a JDK)"));
    var output = new StringWriter();
    var writer = new PrintWriter(output);
    int exit = provider.run(writer, writer, arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new IOException(tool + " ended with " + exit + ": " + output);
    }
    return output.toString();
  }
}
