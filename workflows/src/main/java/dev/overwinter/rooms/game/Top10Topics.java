package dev.overwinter.rooms.game;

import java.util.List;

/// What rounds of TOP10 are about: from 1, the weakest answer, to 10, the strongest.
final class Top10Topics {
  static final List<String> ALL =
      List.of(
          "You find something in your coat pocket: from a pity to a miracle",
          "A present from an aunt: from the bin to the wall above your bed",
          "The captain speaks to the passengers: from calming to alarming",
          "You are the last one awake at a party: from dull to unforgettable",
          "A shop sign in the year 2300: from quite like today to unthinkable",
          "The dog has learnt a trick: from a shrug to a television show",
          "What you say when you are late: from believable to brazen",
          "A new law for your street: from sensible to tyrannical",
          "You meet your favourite singer in a lift: from poise to disaster",
          "Something for the soup: from bland to forbidden",
          "A monster below the bed: from cuddly to never sleep again",
          "The first word of a visitor from the stars: from polite to war",
          "A reason to leave the wedding: from feeble to compelling",
          "What the neighbours hear through the wall: from nothing to the police",
          "A superpower for one afternoon: from useless to ruling the world",
          "How you spend the night in a museum: from yawning to famous");

  private Top10Topics() {}
}
