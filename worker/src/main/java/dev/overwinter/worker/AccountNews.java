package dev.overwinter.worker;

import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the workflows of accounts what they cannot know by themselves. Safe to repeat.
final class AccountNews {
  private static final Logger log = LoggerFactory.getLogger(AccountNews.class);

  private AccountNews() {}

  /// It has changed who pays. An account that has no workflow any more asks when it has one again.
  static void termsChanged(WorkflowClient client, List<String> accounts) {
    for (var account : accounts) {
      try {
        client.newWorkflowStub(AccountWorkflow.class, WorkflowIds.account(account)).termsChanged();
      } catch (WorkflowNotFoundException none) {
        log.warn("account {} has no workflow", account);
      }
    }
    if (!accounts.isEmpty()) {
      log.info("{} accounts were told that it has changed who pays", accounts.size());
    }
  }
}
