package dev.overwinter.billing.workflow;

import dev.overwinter.billing.AccountView;
import dev.overwinter.billing.Credits;

/// What an operator reads about an account in the Temporal UI.
final class AccountDetails {
  private AccountDetails() {}

  static String markdown(AccountView view) {
    var state = view.state();
    var text = new StringBuilder("### ").append(state.standing()).append('\n');
    line(text, "terms", state.terms().name());
    line(text, "balance", Credits.text(state.balance()) + " credits");
    line(text, "burns", Credits.text(view.perHour()) + " an hour");
    var at = view.hibernatesAt();
    line(text, "servers sleep at", at == null ? "" : at.toString());
    line(text, "warned", state.warned() == null ? "" : state.warned().words() + " before");
    line(text, "waits for the ledger", state.outbox().isEmpty() ? "" : "" + state.outbox().size());
    text.append('\n');
    state.tabs().stream()
        .filter(tab -> tab.meter() != null)
        .forEach(tab -> {
          var meter = tab.meter();
          if (meter != null) {
            line(
                text,
                tab.server(),
                meter.use() + " since " + meter.since() + ", " + Credits.text(meter.charged()));
          }
        });
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("- ").append(name).append(": ").append(value).append('\n');
    }
  }
}
