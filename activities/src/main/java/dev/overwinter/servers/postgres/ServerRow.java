package dev.overwinter.servers.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerView;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// One row of `servers`.
@Entity
// Columns: written here, read by the api and by people.
@SuppressWarnings("UnusedVariable")
@Table(name = "servers")
class ServerRow {
  private static final ObjectMapper JSON = Payloads.mapper();

  @Id private String id = "";
  private String name = "";
  private String owner = "";
  private String game = "";
  private String protocol = "";
  private String node = "";
  private String state = "";
  private String reason = "";

  @Column(name = "state_since")
  private Instant stateSince = Instant.EPOCH;

  private long version;
  private long revision;

  @Column(name = "public_port")
  private @Nullable Integer publicPort;

  private @Nullable String subnet;

  @Column(name = "endpoint_host")
  private @Nullable String endpointHost;

  @Column(name = "endpoint_port")
  private @Nullable Integer endpointPort;

  /// What a game printed before it failed.
  @Column(name = "last_lines")
  private String lastLines = "";

  private String run = "";
  private boolean occupied;

  @Column(name = "empty_since")
  private @Nullable Instant emptySince;

  @Column(name = "hibernates_at")
  private @Nullable Instant hibernatesAt;

  @Column(name = "last_start_ms")
  private long lastStartMillis;

  @Column(name = "last_change")
  private String lastChange = "";

  @ColumnTransformer(write = "?::jsonb")
  private String spec = "{}";

  @ColumnTransformer(write = "?::jsonb")
  private String worlds = "{}";

  @Column(name = "created_at")
  private Instant createdAt = Instant.EPOCH;

  @Column(name = "updated_at")
  private Instant updatedAt = Instant.EPOCH;

  @Column(name = "deleted_at")
  private @Nullable Instant deletedAt;

  /// For JPA, and for a server that has no row yet.
  protected ServerRow() {}

  static ServerRow of(String id) {
    var row = new ServerRow();
    row.id = id;
    return row;
  }

  long version() {
    return version;
  }

  /// What it was doing; empty when it has no row yet.
  String state() {
    return state;
  }

  /// Why; may be empty.
  String reason() {
    return reason;
  }

  /// Since when.
  Instant stateSince() {
    return stateSince;
  }

  /// Whether a view says something else than this row about what the server is doing.
  boolean differsFrom(ServerView view) {
    return !state.equals(view.state().label()) || !reason.equals(view.state().reason());
  }

  void take(ServerView view, long revision, Instant now) {
    var asked = view.spec();
    name = asked.name();
    owner = asked.owner();
    game = asked.template().id();
    protocol = asked.template().protocol().name();
    spec = json(asked);
    worlds = json(view.kept().world());
    version = view.version();
    this.revision = revision;
    var allocation = view.allocation();
    publicPort = allocation == null ? null : allocation.publicPort();
    subnet = allocation == null ? null : allocation.subnet();
    // Chosen with the allocation, and remembered after it was given back.
    node =
        allocation == null || allocation.node().isEmpty()
            ? node.isEmpty() ? asked.node() : node
            : allocation.node();
    takeState(view.state());
    occupied = view.occupancy().occupied();
    emptySince = view.occupancy().emptyFrom().orElse(null);
    hibernatesAt = view.hibernatesAt();
    lastStartMillis = view.lastStart().toMillis();
    lastChange = view.lastChange();
    createdAt = view.createdAt();
    updatedAt = now;
  }

  private void takeState(ServerState is) {
    state = is.label();
    reason = is.reason();
    stateSince = is.since();
    run = "";
    lastLines = "";
    endpointHost = null;
    endpointPort = null;
    deletedAt = null;
    switch (is) {
      case ServerState.Awake s -> {
        run = s.run();
        endpointHost = s.at().host();
        endpointPort = s.at().port();
      }
      case ServerState.Deleted s -> {
        deletedAt = s.since();
        // Given back: somebody else may have them by now.
        publicPort = null;
        subnet = null;
      }
      case ServerState.Failed s -> lastLines = String.join("\n", s.lastLines());
      case ServerState.Creating _,
          ServerState.Asleep _,
          ServerState.Waking _,
          ServerState.Hibernating _,
          ServerState.Relocating _,
          ServerState.Restoring _,
          ServerState.Deleting _ -> {}
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
