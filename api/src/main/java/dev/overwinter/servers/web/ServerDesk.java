package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Quota;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.RestoreRequest;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeOutcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Passes orders about existing servers on and turns refusals into problems; the same for programs,
/// pages and webhooks.
@Component
class ServerDesk {
  private final ServerOrders orders;
  private final Quota quota;
  private final Duration grace;
  private final ServerBackups backups;

  ServerDesk(ServerOrders orders, Quota quota, ApiConfig config, ServerBackups backups) {
    this.orders = orders;
    this.quota = quota;
    grace = config.backups().grace();
    this.backups = backups;
  }

  /// An order was accepted.
  ///
  /// @param success always true
  /// @param state the state that followed
  /// @param estimateSeconds how long the last start took; null when that does not matter
  record Done(
      boolean success,
      String state,
      @JsonProperty("estimate_seconds") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Long estimateSeconds) {
    static Done with(String state) {
      return new Done(true, state, null);
    }
  }

  Done wake(ServerRow server, String by) {
    quota.wakes(server.spec().owner(), server.id());
    return switch (orders.wake(server.id(), by)) {
      case WakeOutcome.Ready _ -> Done.with("AWAKE");
      case WakeOutcome.Coming(Instant _, Duration estimate) ->
          new Done(true, "WAKING", estimate.isZero() ? null : estimate.toSeconds());
      case WakeOutcome.Refused(var refusal, var reason, var retryAfter) -> {
        quota.staysAsleep(server.id());
        throw refused(refusal, reason).retryAfter(retryAfter);
      }
    };
  }

  Done hibernate(ServerRow server, String by, boolean force) {
    return switch (orders.hibernate(server.id(), by, force)) {
      case OrderOutcome.Accepted(var state) -> Done.with(state);
      // It sleeps, which is what was asked for.
      case OrderOutcome.Refused(var refusal, var _) when refusal == Refusal.ASLEEP ->
          Done.with("ASLEEP");
      case OrderOutcome.Refused(var refusal, var reason) -> throw refused(refusal, reason);
    };
  }

  /// @param forgetWorld whether its world goes with it, instead of being kept for a while
  Done delete(ServerRow server, String by, boolean forgetWorld) {
    return done(orders.delete(server.id(), by, forgetWorld ? Duration.ZERO : grace));
  }

  Done dropKept(String deleted, String by) {
    return done(orders.dropKept(deleted, by));
  }

  Done configure(ServerRow server, ServerRequests.Change change) {
    return done(orders.configure(server.id(), Settings.of(server.spec(), change)));
  }

  Done restart(ServerRow server, RestartRequest request) {
    return done(orders.restart(server.id(), request));
  }

  Done backUp(ServerRow server, BackupRequest request) {
    quota.mayBackUp(server.spec().owner(), server.id());
    return done(orders.backUp(server.id(), request));
  }

  Done lock(ServerRow server, LockRequest request) {
    return done(orders.lock(server.id(), request));
  }

  /// @throws Problem 404 when there is no such backup
  Done forget(ServerRow server, ForgetRequest request) {
    has(server, request.backup());
    return done(orders.forget(server.id(), request));
  }

  private void has(ServerRow server, String backup) {
    if (!backups.has(server.id(), backup)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such backup");
    }
  }

  /// @throws Problem 404 when there is no such backup
  Done restore(ServerRow server, RestoreRequest request) {
    has(server, request.backup());
    return done(orders.restore(server.id(), request));
  }

  Done undoRestore(ServerRow server, String by) {
    return done(orders.undoRestore(server.id(), by));
  }

  Done dropFormer(ServerRow server, String by) {
    return done(orders.dropFormer(server.id(), by));
  }

  Done relocate(ServerRow server, RelocateRequest request) {
    return done(orders.relocate(server.id(), request));
  }

  Done transfer(ServerRow server, TransferRequest request) {
    return done(orders.transfer(server.id(), request));
  }

  Done cancelTransfer(ServerRow server, String by) {
    return done(orders.cancelTransfer(server.id(), by));
  }

  Done discard(ServerRow server, String node, boolean gone, String by) {
    return done(orders.discard(server.id(), node, gone, by));
  }

  static Done done(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Accepted(var state) -> Done.with(state);
      case OrderOutcome.Refused(var refusal, var reason) -> throw refused(refusal, reason);
    };
  }

  private static Problem refused(Refusal refusal, String reason) {
    return Problem.of(HttpStatus.CONFLICT, reason).code(refusal.name());
  }
}
