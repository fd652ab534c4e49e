package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.order.AllianceRight.APPLICATIONS;
import static dev.overwinter.universe.order.AllianceRight.EDIT;
import static dev.overwinter.universe.order.AllianceRight.KICK;
import static dev.overwinter.universe.order.AllianceRight.ROLES;
import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.order.AllianceOrder;
import dev.overwinter.universe.order.AllianceRight;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerAnswer.Done;
import dev.overwinter.universe.order.PlayerAnswer.Refused;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.postgres.UniverseDatabase.Player;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class UniverseAlliancesIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static PlayerAnswer ally(Player player, AllianceOrder order) {
    return database.perform(new PlayerCommand.Ally(player.id(), order), START);
  }

  private static void done(PlayerAnswer answer) {
    assertThat(answer).isInstanceOf(Done.class);
  }

  private static void refused(PlayerAnswer answer, Refusal refusal) {
    assertThat(((Refused) answer).refusal()).isEqualTo(refusal);
  }

  private static AllianceOrder role(String name, AllianceRight... rights) {
    return new AllianceOrder.Role(name, List.of(rights));
  }

  private static String role(Player player) {
    return database
        .sql
        .sql("select role from universe_alliance_members where player = ?")
        .param(player.id())
        .query(String.class)
        .single();
  }

  /// Whoever founds an alliance, and others in it.
  private record Allies(Player founder, Player scribe, Player guard) {
    /// The scribe has ROLES and EDIT, the guard KICK.
    static Allies gathered(String tag) {
      var allies = new Allies(database.enrol("c"), database.enrol("c"), database.enrol("c"));
      var founder = allies.founder();
      var alliance = ((Done) ally(founder, new AllianceOrder.Found(tag, "House " + tag, ""))).id();
      for (var member : List.of(allies.scribe(), allies.guard())) {
        done(ally(member, new AllianceOrder.Apply(alliance, "")));
        done(ally(founder, new AllianceOrder.Decide(member.id(), true)));
      }
      done(ally(founder, role("scribe", ROLES, EDIT)));
      done(ally(founder, role("guard", KICK)));
      done(ally(founder, new AllianceOrder.Give(allies.scribe().id(), "scribe")));
      done(ally(founder, new AllianceOrder.Give(allies.guard().id(), "guard")));
      return allies;
    }
  }

  @Test
  void whoMakesRolesMakesNoneOfMoreRightsThanTheirOwn() {
    var allies = Allies.gathered("aaa");

    refused(ally(allies.scribe(), role("tyrant", AllianceRight.values())), Refusal.NOT_ALLOWED);
    refused(ally(allies.scribe(), role("bouncer", EDIT, KICK)), Refusal.NOT_ALLOWED);
    // Nor are a role's rights taken away by who does not have them.
    refused(ally(allies.scribe(), role("guard")), Refusal.NOT_ALLOWED);
    refused(ally(allies.scribe(), role("guard", EDIT)), Refusal.NOT_ALLOWED);
    done(ally(allies.scribe(), role("herald", EDIT)));
    done(ally(allies.founder(), role("tyrant", AllianceRight.values())));
  }

  @Test
  void nobodyGivesThemselvesARoleOrSomebodyElseRightsThatTheyDoNotHave() {
    var allies = Allies.gathered("bbb");
    done(ally(allies.founder(), role("warden", KICK, APPLICATIONS)));

    refused(
        ally(allies.scribe(), new AllianceOrder.Give(allies.scribe().id(), "member")),
        Refusal.NOT_ALLOWED);
    refused(
        ally(allies.scribe(), new AllianceOrder.Give(allies.scribe().id(), "warden")),
        Refusal.NOT_ALLOWED);
    var novice = database.enrol("c");
    var alliance =
        database
            .sql
            .sql("select alliance from universe_alliance_members where player = ?")
            .param(allies.founder().id())
            .query(Long.class)
            .single();
    done(ally(novice, new AllianceOrder.Apply(alliance, "")));
    done(ally(allies.founder(), new AllianceOrder.Decide(novice.id(), true)));
    refused(
        ally(allies.scribe(), new AllianceOrder.Give(novice.id(), "warden")), Refusal.NOT_ALLOWED);
    refused(
        ally(allies.scribe(), new AllianceOrder.Give(allies.guard().id(), "member")),
        Refusal.NOT_ALLOWED);
    done(ally(allies.scribe(), role("herald", EDIT)));
    done(ally(allies.scribe(), new AllianceOrder.Give(novice.id(), "herald")));
    refused(
        ally(allies.guard(), new AllianceOrder.Give(novice.id(), "member")), Refusal.NOT_ALLOWED);

    assertThat(role(allies.scribe())).isEqualTo("scribe");
    assertThat(role(allies.guard())).isEqualTo("guard");
    assertThat(role(novice)).isEqualTo("herald");
  }

  @Test
  void anAllianceHasTwentyRolesAndOneMadeAgainIsNoFurtherOne() {
    var allies = Allies.gathered("ccc");
    for (var number = 3; number <= 20; number++) {
      done(ally(allies.founder(), role("role " + number, EDIT)));
    }

    refused(ally(allies.founder(), role("one more", EDIT)), Refusal.LIMIT);
    done(ally(allies.founder(), role("role 20", KICK)));
    done(ally(allies.founder(), role("role 20")));
    done(ally(allies.founder(), role("one more", EDIT)));
  }
}
