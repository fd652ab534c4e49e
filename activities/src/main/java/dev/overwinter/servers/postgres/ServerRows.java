package dev.overwinter.servers.postgres;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/// Table `servers` and what is written together with it.
interface ServerRows extends JpaRepository<ServerRow, String> {

  /// One server's own word about itself.
  interface Belief {
    String getId();

    String getState();

    String getRun();
  }

  /// Takes the lock that all writers of servers take first, and the next revision.
  @Query(value = "update route_revision set value = value + 1 returning value", nativeQuery = true)
  long nextRevision();

  /// Wakes whoever listens, when this transaction commits.
  @Query(
      value = "select count(*) from (select pg_notify(:channel, :payload)) as told",
      nativeQuery = true)
  long tell(String channel, String payload);

  @Modifying
  @Query(
      value =
          """
          insert into server_events (server_id, version, at, state, reason, cause)
          values (:serverId, :version, :at, :state, :reason, :cause)
          on conflict do nothing
          """,
      nativeQuery = true)
  void addEvent(
      String serverId,
      long version,
      java.time.Instant at,
      String state,
      String reason,
      String cause);

  @Query(
      value =
          """
          select id as "id", state as "state", run as "run" from servers
          where node = :node and state not in ('ASLEEP', 'DELETED') order by id
          """,
      nativeQuery = true)
  List<Belief> beliefs(String node);

  @Modifying
  @Query(
      value =
          """
          insert into nodes (id, docker_reachable, since, detail)
          values (:id, :reachable, :since, :detail)
          on conflict (id) do update
          set docker_reachable = excluded.docker_reachable, since = excluded.since,
              detail = excluded.detail
          where nodes.since <= excluded.since
          """,
      nativeQuery = true)
  void saveNode(String id, boolean reachable, java.time.Instant since, String detail);
}
