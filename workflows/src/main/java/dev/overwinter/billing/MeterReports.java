package dev.overwinter.billing;

/// Tells accounts what their servers use. Safe to repeat: facts are numbered.
public interface MeterReports {
  /// Nobody is charged.
  MeterReports OFF = (_, _) -> {};

  /// Returns when the account has it for good; throws while that cannot be said.
  void tell(String account, MeterFact fact);
}
