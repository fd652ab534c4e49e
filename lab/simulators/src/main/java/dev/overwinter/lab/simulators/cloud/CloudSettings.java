package dev.overwinter.lab.simulators.cloud;

import java.time.Duration;

/// What a cloud is like when nothing goes wrong.
///
/// @param provision from the 202 to `active` with its addresses
/// @param publicBlock addresses of type public
/// @param privateBlock addresses of type private
public record CloudSettings(Duration provision, Addresses publicBlock, Addresses privateBlock) {}
