package dev.overwinter.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Networks;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What somebody wants a key for.
///
/// @param name what they call it
/// @param scopes `read`, `control`, `manage`, `admin`; at least one
/// @param networks addresses and networks (CIDR) that it may come from; none: everywhere
/// @param expiresInDays 1 to 366; 90 unless said
@Schema(example = "{\"name\":\"nightly script\",\"scopes\":[\"read\"],\"expires_in_days\":30}")
record KeyRequest(
    @NotBlank @Size(max = 64) @Pattern(regexp = "[^\\x00]*", message = "must be text") String name,
    @NotNull @Size(min = 1, max = 4) List<@NotNull String> scopes,
    @Size(max = 16) @Nullable List<@NotNull String> networks,
    @JsonProperty("expires_in_days") @Nullable Integer expiresInDays) {
  private static final int MOST_DAYS = 366;
  private static final int DAYS = 90;

  /// The same, understood.
  record Wish(Set<Scope> scopes, List<String> networks, Duration life) {}

  Wish wish() {
    var wrong = new LinkedHashMap<String, String>();
    var wanted = EnumSet.noneOf(Scope.class);
    for (var id : scopes) {
      Scope.of(id)
          .ifPresentOrElse(
              wanted::add, () -> wrong.put("scopes", "must be of read, control, manage and admin"));
    }
    var from = networks == null ? List.<String>of() : networks;
    var known = from.stream().flatMap(text -> Networks.canonical(text).stream()).toList();
    if (known.size() != from.size()) {
      wrong.put("networks", "must be addresses such as 192.0.2.1 or 10.0.0.0/8");
    }
    int days = expiresInDays == null ? DAYS : expiresInDays;
    if (days < 1 || days > MOST_DAYS) {
      wrong.put("expires_in_days", "must be 1 to " + MOST_DAYS);
    }
    if (!wrong.isEmpty()) {
      throw Problem.invalid(Map.copyOf(wrong));
    }
    return new Wish(wanted, known, Duration.ofDays(days));
  }
}
