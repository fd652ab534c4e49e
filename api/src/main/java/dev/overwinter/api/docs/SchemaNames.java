package dev.overwinter.api.docs;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Names schemas. Records that belong to a controller carry its name, since many have a `Change` or
/// a `Done` of their own: under one name, only one of them would be described.
final class SchemaNames extends TypeNameResolver {
  // For the whole process, as the library keeps the resolver that asks.
  private static final Map<String, Class<?>> NAMED = new ConcurrentHashMap<>();

  /// The class that a schema describes, if it is one of ours.
  static Optional<Class<?>> described(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  @Override
  protected String getNameOfClass(Class<?> type) {
    var name = name(type);
    if (type.getName().startsWith("dev.overwinter.")) {
      NAMED.put(name, type);
    }
    return name;
  }

  private static String name(Class<?> type) {
    var owner = type.getEnclosingClass();
    return owner == null
        ? type.getSimpleName()
        : owner.getSimpleName().replaceFirst("(?<=.)(?:Controller|Requests|Json)$", "")
            + type.getSimpleName();
  }
}
