package dev.overwinter.lab.benchmarks.relay;

/// One thing that is measured of every rival.
///
/// @param key name in the rows
/// @param heading name in the table
/// @param mode mode of the load client
/// @param connections at once
/// @param rate pings a second; 0 as many as possible
/// @param seconds how long
record Measure(String key, String heading, String mode, int connections, int rate, double seconds) {

  static final Measure ONE = new Measure("bulk1", "1 conn Gbit/s", "bulk", 1, 0, 1.8);
  static final Measure MANY = new Measure("bulk64", "64 conn Gbit/s", "bulk", 64, 0, 1.8);
  static final Measure CONNS = new Measure("conns", "conn/s", "conns", 32, 0, 1.8);
  static final Measure PACED = new Measure("paced", "5k/s p50 us", "ping", 100, 5_000, 2.2);
  static final Measure SATURATED = new Measure("saturated", "saturated rt/s", "ping", 100, 0, 1.8);

  boolean bytes() {
    return mode.equals("bulk");
  }
}
