package dev.overwinter.servers.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What a server has others told, for programs. Whoever may change its settings looks after it.
@RestController
@RequestMapping("/api/servers/{id}/hooks")
@Tag(name = "Notices")
class HooksController {
  private final HookDesk desk;
  private final ServerHooks hooks;

  HooksController(HookDesk desk, ServerHooks hooks) {
    this.desk = desk;
    this.hooks = hooks;
  }

  @GetMapping
  @Operation(
      summary = "Its hooks, oldest first",
      description = "Without their secrets, and without the paths of their URLs.")
  List<ServerHooks.Json> list(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return hooks.of(desk.server(actor, id).id());
  }

  /// @param id of the hook
  /// @param secret what its requests are signed with, said this once; empty for Discord
  record Made(String id, String secret) {}

  @PostMapping
  @Operation(
      summary = "Make a hook",
      description =
          "It is told of what happens from now on: at least once, in order, for up to three days"
              + " while its receiver is away. Ten per server: 409 with TOO_MANY_HOOKS. The URL must"
              + " lead to the public internet. `low_credit` is for who owns the server.")
  @Refuses(HttpStatus.CONFLICT)
  Made make(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody HookRequests.Create body) {
    var made = desk.make(actor, desk.server(actor, id), body);
    return new Made(made.id(), made.secret());
  }

  @PatchMapping("/{hook}")
  @Operation(
      summary = "Change its name, its URL, or what it is told of",
      description = "Whoever gives it a URL answers for it: it ends with their rights.")
  ServerHooks.Json change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      @Valid @RequestBody HookRequests.Change body) {
    var server = desk.server(actor, id);
    desk.change(actor, server, hook, body);
    return desk.hook(server, hook);
  }

  @DeleteMapping("/{hook}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete it with all that waits for it")
  void delete(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    desk.delete(desk.server(actor, id), hook);
  }

  @PostMapping("/{hook}/pause")
  @Operation(
      summary = "Pause it",
      description = "What waits stays; of what happens meanwhile it is never told.")
  ServerHooks.Json pause(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    var server = desk.server(actor, id);
    desk.pause(actor, server, hook);
    return desk.hook(server, hook);
  }

  @PostMapping("/{hook}/resume")
  @Operation(
      summary = "Resume it",
      description =
          "Also after its receiver has answered 410, which pauses it. 409 with MAKER_GONE when"
              + " whoever gave it its URL may not change this server any more: give it a URL first.")
  @Refuses(HttpStatus.CONFLICT)
  ServerHooks.Json resume(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    var server = desk.server(actor, id);
    desk.resume(server, hook);
    return desk.hook(server, hook);
  }

  /// @param secret what its requests are signed with from now on, said this once
  record Rotated(String secret) {}

  @PostMapping("/{hook}/secret")
  @Operation(
      summary = "Replace its secret",
      description = "The one before is dead at once. 409 with UNSIGNED for Discord.")
  @Refuses(HttpStatus.CONFLICT)
  Rotated rotate(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    return new Rotated(desk.rotate(desk.server(actor, id), hook));
  }

  /// @param delivery its id; GET deliveries says what came of it
  record Sent(String delivery) {}

  @PostMapping("/{hook}/test")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Say hello to it",
      description =
          "Behind what waits already, and at once. 409 with PAUSED, or QUEUE_FULL when 500 wait. Ten"
              + " a minute for each server, with repetitions.")
  @Refuses(HttpStatus.CONFLICT)
  Sent test(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    return new Sent(desk.test(actor, desk.server(actor, id), hook));
  }

  @GetMapping("/{hook}/deliveries")
  @Operation(summary = "What was, is and will be sent to it, newest first: the last hundred")
  List<ServerHooks.Delivery> deliveries(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    return hooks.deliveries(desk.hook(desk.server(actor, id), hook).id());
  }

  @PostMapping("/{hook}/deliveries/{delivery}/resend")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Send a delivery again",
      description =
          "Under the same id, behind what waits already; one that waits is tried at once. 409 with"
              + " PAUSED, or QUEUE_FULL when 500 wait.")
  @Refuses(HttpStatus.CONFLICT)
  Sent resend(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      @PathVariable String delivery) {
    desk.resend(desk.server(actor, id), hook, delivery);
    return new Sent(delivery);
  }
}
