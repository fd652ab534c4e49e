package dev.overwinter.durable;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/// What operators filter workflows by. Never encrypted, so never a player, an address or a secret.
public final class SearchAttributes {
  /// The settled state of a server, for example `ASLEEP`; what passes through is in the details.
  public static final SearchAttributeKey<String> STATE =
      SearchAttributeKey.forKeyword("OverwinterState");

  /// The catalogue entry.
  public static final SearchAttributeKey<String> GAME =
      SearchAttributeKey.forKeyword("OverwinterGame");

  /// The Docker host.
  public static final SearchAttributeKey<String> NODE =
      SearchAttributeKey.forKeyword("OverwinterNode");

  /// Who owns the thing.
  public static final SearchAttributeKey<String> OWNER =
      SearchAttributeKey.forKeyword("OverwinterOwner");

  /// All of them: the worker registers these before it polls, because a workflow task that names an
  /// unknown attribute fails for ever.
  public static final List<SearchAttributeKey<String>> ALL = List.of(STATE, GAME, NODE, OWNER);

  private SearchAttributes() {}
}
