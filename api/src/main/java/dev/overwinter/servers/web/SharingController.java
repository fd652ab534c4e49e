package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.FriendLinks;
import dev.overwinter.api.access.Invitations;
import dev.overwinter.api.access.Members;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// Sharing a server, for programs.
@RestController
@Tag(name = "Sharing")
class SharingController {
  private final Sharing sharing;
  private final Members members;
  private final Invitations invitations;
  private final FriendLinks friends;

  SharingController(
      Sharing sharing, Members members, Invitations invitations, FriendLinks friends) {
    this.sharing = sharing;
    this.members = members;
    this.invitations = invitations;
    this.friends = friends;
  }

  /// @param accountId who
  /// @param name login name
  /// @param permissions what they may do
  /// @param addedBy who let them in
  /// @param addedAt since when
  record MemberJson(
      @JsonProperty("account_id") String accountId,
      String name,
      List<String> permissions,
      @JsonProperty("added_by") String addedBy,
      @JsonProperty("added_at") Instant addedAt) {}

  @GetMapping("/api/servers/{id}/members")
  @Operation(summary = "Who else may do what with a server")
  List<MemberJson> members(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    sharing.server(actor, id);
    return members.of(id).stream()
        .map(member ->
            new MemberJson(
                member.accountId(),
                member.name(),
                Permission.ids(member.permissions()),
                member.addedBy(),
                member.addedAt()))
        .toList();
  }

  /// @param permissions of view, console, start, stop, files, settings, schedules, invite
  @Schema(example = "{\"permissions\":[\"view\",\"console\"]}")
  record Change(@NotNull @Size(max = 10) List<String> permissions) {}

  @PutMapping("/api/servers/{id}/members/{account}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Give a member exactly these permissions")
  void change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String account,
      @Valid @RequestBody Change body) {
    sharing.change(actor, id, account, Sharing.permissions(body.permissions()));
  }

  @DeleteMapping("/api/servers/{id}/members/{account}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a member, or leave")
  void remove(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String account) {
    sharing.remove(actor, id, account);
  }

  /// @param permissions of view, console, start, stop, files, settings, schedules, invite
  /// @param uses for how many people, 1 to 100; 1 unless said
  /// @param expiresInDays 1 to 90; 7 unless said
  @Schema(example = "{\"permissions\":[\"view\",\"start\"],\"uses\":3}")
  record Invite(
      @NotNull @Size(max = 10) List<String> permissions,
      @Nullable Integer uses,
      @JsonProperty("expires_in_days") @Nullable Integer expiresInDays) {}

  /// @param token what the link ends with, shown this once
  /// @param url for people
  record Link(String token, String url) {}

  @PostMapping("/api/servers/{id}/invitations")
  @Operation(summary = "Make a link that makes whoever opens it a member")
  @Refuses(HttpStatus.CONFLICT)
  Link invite(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody Invite body) {
    var token =
        sharing.invite(
            actor,
            id,
            Sharing.permissions(body.permissions()),
            body.uses() == null ? 1 : body.uses(),
            body.expiresInDays() == null ? 7 : body.expiresInDays());
    return new Link(token, url("/invite/" + token));
  }

  /// @param id of it, no secret
  /// @param permissions what the invited may do
  /// @param madeBy by whom
  /// @param expiresAt until when
  /// @param usesLeft for how many more
  record InvitationJson(
      String id,
      List<String> permissions,
      @JsonProperty("made_by") String madeBy,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("uses_left") int usesLeft) {}

  @GetMapping("/api/servers/{id}/invitations")
  @Operation(summary = "The open invitations to a server, newest first")
  List<InvitationJson> invitations(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    sharing.server(actor, id);
    return invitations.of(id).stream()
        .map(open ->
            new InvitationJson(
                open.id(),
                Permission.ids(open.permissions()),
                open.madeBy(),
                open.expiresAt(),
                open.usesLeft()))
        .toList();
  }

  @DeleteMapping("/api/servers/{id}/invitations/{invitation}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Take an invitation back")
  void revoke(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String invitation) {
    sharing.revoke(actor, id, invitation);
  }

  /// @param serverId of which they are a member now
  record Accepted(@JsonProperty("server_id") String serverId) {}

  @PostMapping("/api/invitations/{token}/accept")
  @Operation(summary = "Become a member with an invitation")
  @Refuses(HttpStatus.CONFLICT)
  Accepted accept(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String token,
      HttpServletRequest request) {
    if (actor.isLocal()) {
      throw Problem.of(HttpStatus.CONFLICT, "This token belongs to no account. Log in instead.");
    }
    var server =
        invitations
            .accept(token, actor.accountId())
            .orElseThrow(
                () -> Problem.of(HttpStatus.NOT_FOUND, "This invitation is not open any more"));
    AuditInterceptor.target(request, server);
    return new Accepted(server);
  }

  @PostMapping("/api/servers/{id}/friend-link")
  @Operation(
      summary = "Make a link by which friends start the server without an account",
      description = "It starts this server and does nothing else. The one before is dead.")
  Link befriend(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    sharing.startable(actor, id);
    var token = friends.renew(id, actor.name());
    return new Link(token, url("/start/" + token));
  }

  @DeleteMapping("/api/servers/{id}/friend-link")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Take the friends' link back")
  void unfriend(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    sharing.startable(actor, id);
    if (!friends.revoke(id)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such link");
    }
  }

  /// As the caller reaches us.
  static String url(String path) {
    return ServletUriComponentsBuilder.fromCurrentContextPath().path(path).toUriString();
  }
}
