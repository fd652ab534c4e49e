package dev.overwinter.servers.postgres;

import dev.overwinter.nodes.Capacity;
import dev.overwinter.servers.Allocation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// One row of `allocations`.
@Entity
// Columns: written here, read by the api and by people.
@SuppressWarnings("UnusedVariable")
@Table(name = "allocations")
class AllocationRow {
  @Id
  @Column(name = "server_id")
  private String serverId = "";

  private String node = "";
  private int port;
  private String subnet = "";

  private int generation = 1;

  @Column(name = "memory_bytes")
  private long memoryBytes;

  @Column(name = "milli_cpus")
  private long milliCpus;

  /// For JPA.
  protected AllocationRow() {}

  AllocationRow(String serverId, Allocation allocation, Capacity promised) {
    this.serverId = serverId;
    this.node = allocation.node();
    this.port = allocation.publicPort();
    this.subnet = allocation.subnet();
    this.generation = allocation.generation();
    this.memoryBytes = promised.memoryBytes();
    this.milliCpus = promised.milliCpus();
  }

  void moveTo(String otherSubnet) {
    subnet = otherSubnet;
  }

  Allocation allocation() {
    return new Allocation(port, subnet, node, generation);
  }
}
