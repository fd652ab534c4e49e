package dev.overwinter.servers.web;

import dev.overwinter.notices.HookUrl;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What clients may send about hooks.
final class HookRequests {
  private static final String EVENT =
      "started|ready|asleep|crashed|failed|backup_made|backup_failed|restored|low_credit";

  private HookRequests() {}

  /// A new hook.
  ///
  /// @param name for people
  /// @param format `webhook` for signed JSON, `discord` for a webhook of a Discord channel
  /// @param url where it leads; kept sealed and never shown whole again
  /// @param events what it is told of
  @Schema(
      example =
          "{\"name\":\"Our bot\",\"format\":\"webhook\",\"url\":\"https://bot.example/overwinter\","
              + "\"events\":[\"ready\",\"crashed\"]}")
  record Create(
      @NotBlank @Size(max = 64) @PlainText String name,
      @NotNull @Pattern(regexp = "webhook|discord", message = "must be webhook or discord")
          String format,
      @NotBlank @Size(max = HookUrl.MOST) String url,
      @NotNull @Size(min = 1, max = 9, message = "must be at least one")
          List<@NotNull @Pattern(regexp = EVENT, message = "must be of " + EVENT) String> events) {}

  /// A change of a hook. A null means: leave it as it is.
  ///
  /// @param name for people
  /// @param url where it leads from now on; what waits goes there, too
  /// @param events what it is told of from now on
  @Schema(example = "{\"events\":[\"crashed\",\"failed\"]}")
  record Change(
      @Size(min = 1, max = 64)
          @Pattern(regexp = ".*\\S.*", message = "must not be blank")
          @PlainText
          @Nullable String name,
      @Size(min = 1, max = HookUrl.MOST) @Nullable String url,
      @Size(min = 1, max = 9, message = "must be at least one")
          @Nullable List<@NotNull @Pattern(regexp = EVENT, message = "must be of " + EVENT) String>
              events) {}
}
