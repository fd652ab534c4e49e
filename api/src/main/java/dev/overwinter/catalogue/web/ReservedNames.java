package dev.overwinter.catalogue.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Environment variables that are not for everybody. What reaches the dynamic linker, a shell or a
/// JVM before the game does would let a setting run code; what the platform itself sets must stay
/// what it says.
public final class ReservedNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final List<String> OURS = List.of("LD_", "OVERWINTER_", "DYLD_");
  private static final List<String> INTERPRETERS =
      List.of("BASH_", "DOTNET_", "CORECLR_", "DOCKER_", "GLIBC_", "MALLOC_", "MONO_", "PYTHON");
  private static final Set<String> SINGLE =
      Set.of(
          "BASH_ENV",
          "CDPATH",
          "DATA_DIR",
          "ENV",
          "GCONV_PATH",
          "GID",
          "HOME",
          "IFS",
          "JAVA_HOME",
          "JAVA_OPTS",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "JVM_DD_OPTS",
          "JVM_OPTS",
          "JVM_XX_OPTS",
          "_JAVA_OPTIONS",
          "LOCPATH",
          "NLSPATH",
          "NODE_OPTIONS",
          "PATH",
          "PERL5LIB",
          "PERL5OPT",
          "PGID",
          "PS4",
          "PUID",
          "RCON_PASSWORD",
          "RESOLV_HOST_CONF",
          "RUBYOPT",
          "SHELLOPTS",
          "TMPDIR",
          "UID");

  private ReservedNames() {}

  /// What is wrong with a name that the catalogue itself sets.
  static Optional<String> forCatalogue(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    if (OURS.stream().anyMatch(upper::startsWith) || "SERVER_ID".equals(upper)) {
      return Optional.of("reserved (expected: another name)");
    }
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("no name of a variable (expected: letters, digits and _)");
  }

  /// What is wrong with a name that an owner may set.
  public static Optional<String> forOwners(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    if (SINGLE.contains(upper) || INTERPRETERS.stream().anyMatch(upper::startsWith)) {
      return Optional.of("reserved (expected: another name)");
    }
    return forCatalogue(name);
  }
}
