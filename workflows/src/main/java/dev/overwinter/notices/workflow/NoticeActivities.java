package dev.overwinter.notices.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/// What lies in PostgreSQL about notices, and the way to who receives them.
@ActivityInterface(namePrefix = "Notice_")
public interface NoticeActivities {

  /// Hooks of a server for which something waits, by id; none that is paused.
  @ActivityMethod
  List<String> waiting(String server);

  /// Sends what is due for a hook, one after the other in the order of the news, until nothing is,
  /// one fails, or it has been at it for a while. Done twice, or killed in the middle, a receiver
  /// may get the last one again, under the same id.
  @ActivityMethod
  HookProgress deliver(String hook);
}
