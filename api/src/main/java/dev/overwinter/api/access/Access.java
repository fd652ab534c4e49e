package dev.overwinter.api.access;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// The one place that knows who may do what with a server. Read from PostgreSQL at every question,
/// so that a change holds at once, on every instance.
@Component
public class Access {
  private static final Set<Permission> OPERATOR =
      EnumSet.of(Permission.VIEW, Permission.CONSOLE, Permission.START, Permission.STOP);

  private final Members members;

  Access(Members members) {
    this.members = members;
  }

  /// What somebody may do with a server; nothing when they may not know of it.
  ///
  /// @param owner the account that owns it, by name
  public Set<Permission> of(Actor actor, String serverId, String owner) {
    if (actor.mayManage(owner)) {
      return Permission.all();
    }
    var granted = EnumSet.noneOf(Permission.class);
    granted.addAll(members.permissions(serverId, actor.accountId()));
    if (actor.operator()) {
      granted.addAll(OPERATOR);
    }
    return granted;
  }

  /// Whether somebody may do something with a server that they may know of.
  ///
  /// @return false when they may not even know of it
  /// @throws Problem (403) when they see it and may not do that
  public boolean check(Actor actor, String serverId, String owner, Permission wanted) {
    var granted = of(actor, serverId, owner);
    if (!granted.contains(Permission.VIEW)) {
      return false;
    }
    if (!granted.contains(wanted)) {
      throw refused(wanted);
    }
    return true;
  }

  /// They see it and may not do that.
  public static Problem refused(Permission wanted) {
    return Problem.of(
            HttpStatus.FORBIDDEN, "You may see this server, but not " + wanted.words() + ".")
        .code("MISSING_PERMISSION");
  }
}
