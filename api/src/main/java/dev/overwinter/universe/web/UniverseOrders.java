package dev.overwinter.universe.web;

import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.UniverseSpec;

/// Orders to the workflows of the universe. Each bears a key: one that comes again is answered as
/// the first time and changes nothing, so when nobody answers in time the caller gets a
/// [dev.overwinter.api.Problem] 503 and may safely ask again.
interface UniverseOrders {

  OrderAnswer planet(PlanetRequest request);

  OrderAnswer research(ResearchRequest request);

  FleetAnswer dispatch(FleetOrder order);

  FleetAnswer recall(RecallRequest request);

  OfferAnswer offer(OfferOrder order);

  OfferAnswer accept(OfferRequest request);

  OfferAnswer cancel(OfferRequest request);

  /// What takes no time.
  ///
  /// @param key at most 128 characters
  PlayerAnswer command(String key, PlayerCommand command);

  /// Makes a universe.
  ///
  /// @return false when there is one of its id, which stays as it is
  boolean create(UniverseSpec universe);
}
