/// What servers do by the clock: start, stop and the like, at times that people give as cron in a
/// time zone.
///
/// The rows in PostgreSQL are the truth; Temporal keeps one Schedule for each of them, which starts
/// a [dev.overwinter.schedules.workflow.RunScheduleWorkflow] when it is due. Whatever changes a row
/// makes Temporal agree with it
/// ([dev.overwinter.schedules.workflow.ScheduleClockActivities#agree]), and a look every hour finds
/// what was missed. Decision 0031.
///
/// Follow one run: Temporal starts it, [dev.overwinter.schedules.workflow.ScheduleRecordActivities]
/// says what it has to do and keeps what comes of it, each [Step] is an Update to the server's
/// workflow whose id comes from the run, so that a repetition is the same order.
@NullMarked
package dev.overwinter.schedules;

import org.jspecify.annotations.NullMarked;
