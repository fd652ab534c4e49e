package dev.overwinter.sessions.web;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.SessionLimits;
import java.util.List;

/// What the worker offers: sessions are made of it.
///
/// @param provider `OFF`, `SIMULATOR` or `DIGITALOCEAN`
/// @param choices where a droplet may be, in order; empty when there are none to be had
/// @param house the account that pays for what is nobody's
/// @param priceClass what one costs, by name
/// @param limits how long one may take and last
record Offer(
    String provider, List<Choice> choices, String house, String priceClass, SessionLimits limits) {
  Offer {
    choices = List.copyOf(choices);
  }

  boolean hasDroplets() {
    return !"OFF".equals(provider) && !choices.isEmpty();
  }
}
