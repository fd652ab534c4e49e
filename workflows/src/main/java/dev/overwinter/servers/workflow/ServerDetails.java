package dev.overwinter.servers.workflow;

import dev.overwinter.backups.BackupRules;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerView;

/// What an operator reads about a server in the Temporal UI.
final class ServerDetails {
  private ServerDetails() {}

  static String markdown(ServerView view) {
    var text = new StringBuilder();
    text.append("### ").append(view.state().label()).append('\n');
    line(text, "since", view.state().since().toString());
    line(text, "because", view.state().reason());
    line(text, "last change by", view.lastChange());
    line(text, "players", view.occupancy().occupied() ? "yes" : "none known");
    var at = view.hibernatesAt();
    line(text, "hibernates at", at == null ? "" : at.toString());
    var allocation = view.allocation();
    line(text, "public port", allocation == null ? "" : "" + allocation.publicPort());
    line(text, "node", allocation == null ? "" : allocation.node());
    line(text, "node is", view.standing() == NodeStanding.SERVING ? "" : view.standing().name());
    BackupRules.newest(view.kept().backups())
        .ifPresent(last -> line(text, "newest backup", last.id() + " of " + last.at()));
    view.kept().stranded().forEach(place -> line(text, "left behind on", place.node()));
    var crashes = view.crashes().at().size();
    line(text, "crashes that count", crashes == 0 ? "" : "" + crashes);
    if (view.state() instanceof ServerState.Failed failed && !failed.lastLines().isEmpty()) {
      // Indented, so that whatever a game prints stays text.
      text.append("\nLast lines:\n\n");
      failed.lastLines().forEach(said -> text.append("    ").append(said).append('\n'));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("- ").append(name).append(": ").append(value).append('\n');
    }
  }
}
