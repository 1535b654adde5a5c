package dev.yardmaster.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the work on a plan may last. When the time is over, no task of the plan starts any more.
 *
 * @param deadline when it is over
 * @param timeLimit how long after the plan became active it is over
 */
record PlanTime(Optional<Instant> deadline, Optional<Duration> timeLimit) {
    static final PlanTime UNLIMITED = new PlanTime(Optional.empty(), Optional.empty());
}
