package dev.overwinter.catalogue.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Where entries come from: what is shipped, and an operator's own directory.
final class CatalogueSources {
  private static final int MOST_FILES = 500;
  private static final int MOST_BYTES = 4 * CatalogueFiles.MOST_CHARACTERS;

  private final @Nullable Path own;

  CatalogueSources(@Nullable Path own) {
    this.own = own;
  }

  /// The operator's directory; null when there is none.
  @Nullable Path own() {
    return own;
  }

  /// What was read.
  ///
  /// @param texts content by file name
  /// @param unreadable what is wrong by file name, where a file or the directory cannot be read
  record Texts(TreeMap<String, String> texts, TreeMap<String, String> unreadable) {
    Texts() {
      this(new TreeMap<>(), new TreeMap<>());
    }
  }

  static Texts shipped() {
    var found = new Texts();
    try {
      var resources =
          new PathMatchingResourcePatternResolver().getResources("classpath*:catalogue/*.yaml");
      for (var resource : resources) {
        found
            .texts()
            .put(
                String.valueOf(resource.getFilename()),
                resource.getContentAsString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the shipped catalogue cannot be read", e);
    }
    return found;
  }

  /// The operator's files. One that cannot be read does not hide the others.
  Texts operators() {
    var found = new Texts();
    if (own == null) {
      return found;
    }
    try (var files = Files.newDirectoryStream(own, "*.{yaml,yml}")) {
      for (var file : files) {
        if (found.texts().size() + found.unreadable().size() >= MOST_FILES) {
          found
              .unreadable()
              .put(own.toString(), "too many files (expected: <= " + MOST_FILES + ")");
          break;
        }
        read(file, found);
      }
    } catch (IOException e) {
      found.unreadable().put(own.toString(), "cannot be read (expected: a readable directory)");
    }
    return found;
  }

  private static void read(Path file, Texts found) {
    var name = file.toString();
    if (!Files.isRegularFile(file)) {
      // A pipe would be waited for, for ever.
      found.unreadable().put(name, "no file (expected: a regular file)");
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        found.unreadable().put(name, "too long (expected: <= " + MOST_BYTES + " bytes)");
        return;
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      found.texts().put(name, text.toString());
    } catch (CharacterCodingException e) {
      found.unreadable().put(name, "not UTF-8 (expected: text in UTF-8)");
    } catch (IOException e) {
      found.unreadable().put(name, "cannot be read (expected: a readable file)");
    }
  }
}
