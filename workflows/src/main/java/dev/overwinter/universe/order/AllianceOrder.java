package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// What members of alliances, and who wants to be one, can do.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AllianceOrder.Found.class, name = "found"),
  @JsonSubTypes.Type(value = AllianceOrder.Edit.class, name = "edit"),
  @JsonSubTypes.Type(value = AllianceOrder.Apply.class, name = "apply"),
  @JsonSubTypes.Type(value = AllianceOrder.Decide.class, name = "decide"),
  @JsonSubTypes.Type(value = AllianceOrder.Leave.class, name = "leave"),
  @JsonSubTypes.Type(value = AllianceOrder.Kick.class, name = "kick"),
  @JsonSubTypes.Type(value = AllianceOrder.Role.class, name = "role"),
  @JsonSubTypes.Type(value = AllianceOrder.Give.class, name = "give"),
  @JsonSubTypes.Type(value = AllianceOrder.Circular.class, name = "circular"),
})
public sealed interface AllianceOrder {

  /// A new one. Who founds it belongs to it from then on.
  ///
  /// @param tag 3 to 8 characters
  /// @param name 3 to 40 characters
  record Found(String tag, String name, String description) implements AllianceOrder {}

  /// Needs the right EDIT.
  ///
  /// @param open whether applications are taken
  record Edit(String description, boolean open) implements AllianceOrder {}

  /// Wants to belong to one.
  record Apply(long alliance, String text) implements AllianceOrder {}

  /// Takes or declines an application; needs the right APPLICATIONS.
  record Decide(long applicant, boolean accept) implements AllianceOrder {}

  /// Belongs to it no more. When the founder goes, the member of longest standing is the founder;
  /// when the last one goes, the alliance does.
  record Leave() implements AllianceOrder {}

  /// Needs the right KICK; nobody kicks the founder.
  record Kick(long member) implements AllianceOrder {}

  /// Makes or changes a role; needs the right ROLES. A role without rights is removed, and who had
  /// it is a member.
  record Role(String name, List<AllianceRight> rights) implements AllianceOrder {
    public Role {
      rights = List.copyOf(rights);
    }
  }

  /// Gives a member a role, `member` for none; needs the right ROLES.
  record Give(long member, String role) implements AllianceOrder {}

  /// A message to every member; needs the right CIRCULAR.
  record Circular(String subject, String body) implements AllianceOrder {}
}
