package dev.overwinter.servers.postgres;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/// Tables `allocations` and `allocated_ports`.
interface AllocationRows extends JpaRepository<AllocationRow, String> {

  /// A public port that is taken.
  interface Taken {
    int getPort();

    String getServerId();
  }

  /// One chooser at a time, whichever node it will choose, until its transaction ends.
  @Query(
      value =
          """
          select count(*) from
          (select pg_advisory_xact_lock(hashtext('allocations'), 0)) as mine
          """,
      nativeQuery = true)
  long lock();

  @Query(
      value =
          """
          select port as "port", server_id as "serverId" from allocated_ports where node = :node
          union all
          select generate_series(port, port + ports - 1), server_id from stranded
          where node = :node
          """,
      nativeQuery = true)
  List<Taken> ports(String node);

  @Modifying
  @Query(
      value =
          """
          insert into allocated_ports (node, port, server_id)
          select :node, port, :serverId from generate_series(:first, :last) as port
          """,
      nativeQuery = true)
  void takePorts(String node, int first, int last, String serverId);

  @Query(
      value =
          """
          select subnet from allocations where node = :node
          union all
          select subnet from stranded where node = :node
          """,
      nativeQuery = true)
  List<String> subnets(String node);

  /// Those that have their place there, and those that have left something there: both are told how
  /// the node stands.
  @Query(
      value =
          """
          select server_id from allocations where node = :node
          union
          select server_id from stranded where node = :node
          order by server_id
          """,
      nativeQuery = true)
  List<String> servers(String node);
}
