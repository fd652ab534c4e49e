package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.SessionView;

/// What an operator reads about a session in the Temporal UI. No requester, no key: details are
/// kept.
final class SessionDetails {
  private SessionDetails() {}

  static String markdown(SessionView view) {
    var text = new StringBuilder();
    text.append("### ").append(view.state().label()).append('\n');
    line(text, "since", view.state().since().toString());
    line(text, "because", view.state().reason());
    line(text, "last change by", view.lastChange());
    var lease = view.lease();
    line(text, "leased by", lease == null ? "" : lease.owner());
    line(text, "pool", view.spec().pool());
    view.host()
        .ifPresent(host -> {
          line(text, "address", host.ipv4());
          line(text, "region", host.region());
        });
    line(text, "droplet", view.droplet() == 0 ? "" : "" + view.droplet());
    var last = view.presence().last();
    line(text, "clients", last == null ? "" : "" + last.clients());
    line(text, "heard", last == null ? "" : last.at().toString());
    var ends = view.endsAt();
    line(text, "ends at", ends == null ? "" : ends.toString());
    view.loose().forEach(loose -> line(text, "being destroyed", loose.unit().text()));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("- ").append(name).append(": ").append(value).append('\n');
    }
  }
}
