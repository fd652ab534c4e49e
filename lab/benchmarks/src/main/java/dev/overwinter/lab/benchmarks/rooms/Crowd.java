package dev.overwinter.lab.benchmarks.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.benchmarks.rooms.play.RoomCaller;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Rooms full of guests, each with a socket that stays.
///
/// @param rooms the people of each, the host first
record Crowd(List<List<RoomPlayer>> rooms) implements AutoCloseable {
  private static final int COMING_AT_ONCE = 16;
  private static final int TOLD_EVERY = 100;

  /// Opens rooms and fills them.
  ///
  /// @param wish what each room is to be
  /// @param news told now and then how many are full
  static Crowd come(List<URI> apis, int rooms, int people, ObjectNode wish, Consumer<String> news)
      throws IOException, InterruptedException {
    var coming = new ArrayList<Future<List<RoomPlayer>>>();
    var there = new ArrayList<List<RoomPlayer>>();
    try (var doors = Executors.newFixedThreadPool(COMING_AT_ONCE)) {
      for (var n = 0; n < rooms; n++) {
        var name = "Room " + n;
        coming.add(doors.submit(() -> fill(apis, people, wish.deepCopy().put("name", name))));
      }
      for (var one : coming) {
        there.add(one.get());
        if (there.size() % TOLD_EVERY == 0) {
          news.accept("  %,d of %,d rooms are full".formatted(there.size(), rooms));
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return new Crowd(there);
  }

  private static List<RoomPlayer> fill(List<URI> apis, int people, ObjectNode wish) {
    var members = new ArrayList<RoomPlayer>();
    members.add(RoomPlayer.opens(RoomCaller.stranger(apis), "Host", wish));
    for (var n = 1; n < people; n++) {
      members.add(
          RoomPlayer.joins(RoomCaller.stranger(apis), members.getFirst().room(), "Guest " + n));
    }
    return members;
  }

  /// Begins a round in every room.
  ///
  /// @return whose card is which
  Map<RoomPlayer, String> deal() throws IOException, InterruptedException {
    var all = new ConcurrentHashMap<RoomPlayer, String>();
    try (var hosts = Executors.newFixedThreadPool(COMING_AT_ONCE)) {
      for (var dealt : hosts.invokeAll(rooms.stream().map(room -> dealing(room, all)).toList())) {
        dealt.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return all;
  }

  private static Callable<Boolean> dealing(List<RoomPlayer> room, Map<RoomPlayer, String> all) {
    return () -> {
      var answer = room.getFirst().start("");
      if (!answer.ok()) {
        throw new IllegalStateException(answer.toString());
      }
      var cards = new HashMap<String, String>();
      var table = room.getFirst().view().path("round").path("table");
      table
          .path("cards")
          .forEach(card -> cards.put(card.path("player").asText(), card.path("id").asText()));
      room.forEach(one -> all.put(one, cards.getOrDefault(one.id(), "")));
      return true;
    };
  }

  /// Everybody.
  List<RoomPlayer> people() {
    return rooms.stream().flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    people().forEach(RoomPlayer::close);
  }
}
