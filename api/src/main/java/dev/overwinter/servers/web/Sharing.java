package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.FriendLinks;
import dev.overwinter.api.access.Invitations;
import dev.overwinter.api.access.Members;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Sharing a server: whoever may invite gives others no more than they have themselves, and takes
/// nothing from those who have more.
@Component
class Sharing {
  private static final int MOST_USES = 100;
  private static final int MOST_DAYS = 90;

  private final ServerReads reads;
  private final Members members;
  private final Invitations invitations;
  private final FriendLinks friends;
  private final WebhookTokens webhooks;
  private final ScheduleDesk schedules;
  private final HookOrders hooks;

  Sharing(
      ServerReads reads,
      Members members,
      Invitations invitations,
      FriendLinks friends,
      WebhookTokens webhooks,
      ScheduleDesk schedules,
      HookOrders hooks) {
    this.reads = reads;
    this.members = members;
    this.invitations = invitations;
    this.friends = friends;
    this.webhooks = webhooks;
    this.schedules = schedules;
    this.hooks = hooks;
  }

  /// A server that an actor may invite to.
  ServerRow server(Actor actor, String id) {
    return reads.find(actor, id, Permission.INVITE).orElseThrow(Problem::serverNotFound);
  }

  /// Permissions as they were named.
  static Set<Permission> permissions(@Nullable Collection<String> ids) {
    var all = EnumSet.of(Permission.VIEW);
    for (var id : ids == null ? List.<String>of() : ids) {
      all.add(
          Permission.of(String.valueOf(id))
              .filter(Permission.shareable()::contains)
              .orElseThrow(() ->
                  Problem.invalid(
                      Map.of(
                          "permissions",
                          "must be of "
                              + String.join(", ", Permission.ids(Permission.shareable()))))));
    }
    return all;
  }

  /// Makes an invitation.
  ///
  /// @return what its link ends with
  String invite(Actor actor, String id, Set<Permission> given, int uses, int days) {
    var server = server(actor, id);
    within(actor, server, given);
    if (uses < 1 || uses > MOST_USES) {
      throw Problem.invalid(Map.of("uses", "must be 1 to " + MOST_USES));
    }
    if (days < 1 || days > MOST_DAYS) {
      throw Problem.invalid(Map.of("expires_in_days", "must be 1 to " + MOST_DAYS));
    }
    return invitations
        .make(id, given, actor.name(), Duration.ofDays(days), uses)
        .orElseThrow(() ->
            Problem.of(
                HttpStatus.CONFLICT,
                "No more than " + Invitations.MOST + " open invitations. Take one back first."));
  }

  /// Gives a member exactly these permissions.
  void change(Actor actor, String id, String account, Set<Permission> given) {
    var server = server(actor, id);
    within(actor, server, member(id, account).permissions());
    within(actor, server, given);
    var name = member(id, account).name();
    if (!members.change(id, account, given)) {
      throw noMember();
    }
    takeBack(id, name);
  }

  /// What somebody has made whose rights have changed opens nothing any more, nor wakes it, nor
  /// tells of it; what they have it do by the clock is paused unless they may still do that.
  private void takeBack(String id, String name) {
    invitations.revokeOf(id, name);
    friends.revokeOf(id, name);
    webhooks.revokeOf(id, name);
    schedules.pauseLost();
    hooks.revokeOf(id, name);
  }

  /// Somebody is no member any more; everybody may leave by themselves.
  void remove(Actor actor, String id, String account) {
    if (!actor.accountId().equals(account)) {
      within(actor, server(actor, id), member(id, account).permissions());
    }
    var name = member(id, account).name();
    if (!members.remove(id, account)) {
      throw noMember();
    }
    takeBack(id, name);
  }

  /// A server for which an actor may make a link that starts it.
  ServerRow startable(Actor actor, String id) {
    var server = server(actor, id);
    within(actor, server, Set.of(Permission.START));
    return server;
  }

  /// Takes an invitation back.
  void revoke(Actor actor, String id, String invitation) {
    var server = server(actor, id);
    var open =
        invitations.of(id).stream()
            .filter(one -> one.id().equals(invitation))
            .findFirst()
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such invitation"));
    within(actor, server, open.permissions());
    invitations.revoke(id, invitation);
  }

  private Members.Member member(String id, String account) {
    return members.of(id).stream()
        .filter(member -> member.accountId().equals(account))
        .findFirst()
        .orElseThrow(Sharing::noMember);
  }

  private void within(Actor actor, ServerRow server, Set<Permission> given) {
    if (!reads.rights(actor, server).containsAll(given)) {
      throw Problem.of(
              HttpStatus.FORBIDDEN, "You cannot give or take what you may not do yourself.")
          .code("MISSING_PERMISSION");
    }
  }

  private static Problem noMember() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is no such member");
  }
}
