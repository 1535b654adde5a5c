package dev.yardmaster.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The time of a plan in a request.
 *
 * @param deadline when the time of the plan is over; null for never
 * @param timeLimit how long after the plan became active its time is over; null for never
 */
public record PlanTimeSpec(
        Optional<Instant> deadline,
        Optional<
                        @DurationMin(seconds = 1, message = "must be at least PT1S")
                        @DurationMax(days = 366, message = "must be at most P366D") Duration>
                timeLimit) {
    PlanTime time() {
        return new PlanTime(deadline, timeLimit);
    }
}
