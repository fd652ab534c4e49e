package dev.overwinter.rooms.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// Links of the older system that bear a login code. Who is nobody in this browser is that guest
/// when they follow one; who is somebody is asked first, since a link may be anybody's and the
/// guest who they were cannot be had again.
@Component
class RoomCodeLinks {
  private final RoomEntrance entrance;
  private final RoomCallers callers;

  RoomCodeLinks(RoomEntrance entrance, RoomCallers callers) {
    this.entrance = entrance;
    this.callers = callers;
  }

  /// Who somebody is, and who they would be.
  ///
  /// @param room where they go then; empty for the page where rooms begin
  record Become(String now, String then, String code, String room) {}

  /// Somebody has followed a link with a code.
  ///
  /// @param room that it leads to; empty for none
  Object followed(
      HttpServletRequest request,
      HttpServletResponse response,
      String code,
      String room,
      Model model) {
    var known = callers.find(request);
    if (known.isEmpty()) {
      return logIn(request, response, code, room);
    }
    var who = known.get();
    try {
      var whose = entrance.whose(request, code);
      if (whose.isEmpty()) {
        Notice.bad("That code is not good any more.").leave(request, response);
      } else if (!who.guest()) {
        Notice.bad("You are logged in as " + called(who) + ": log out before you use that code.")
            .leave(request, response);
      } else if (!whose.get().id().equals(who.guestId())) {
        model.addAttribute("become", new Become(called(who), whose.get().name(), code, room));
        return "rooms/become";
      }
    } catch (Problem tooOften) {
      Notice.bad(RoomForms.words(tooOften)).leave(request, response);
    }
    return RoomForms.redirect(path(room));
  }

  private static String called(RoomCaller who) {
    return Optional.ofNullable(who.name()).orElse("operator");
  }

  /// Whoever has a code is that guest in this browser from now on.
  Object logIn(HttpServletRequest request, HttpServletResponse response, String code, String room) {
    try {
      entrance
          .byCode(request, code)
          .ifPresentOrElse(
              arrived -> RoomCallers.remember(request, response, arrived),
              () -> Notice.bad("That code is not good any more.").leave(request, response));
    } catch (Problem tooOften) {
      Notice.bad(RoomForms.words(tooOften)).leave(request, response);
    }
    return RoomForms.redirect(path(room));
  }

  private static String path(String room) {
    return room.isEmpty() ? "/rooms" : "/r/" + room;
  }

  /// Whether a browser, or a page of somebody's, only prepares for a link that might be followed.
  static boolean isPrefetch(HttpServletRequest request) {
    var purpose = request.getHeader("Sec-Purpose");
    return purpose != null && purpose.toLowerCase(Locale.ROOT).contains("prefetch");
  }

  /// What is answered then: nothing that a browser keeps, so that it asks again when it is
  /// followed.
  static ResponseEntity<Void> notYet() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .cacheControl(CacheControl.noStore())
        .build();
  }
}
