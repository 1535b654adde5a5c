package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.PauseRepository.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When time alone changes what can start. All times are those of the database's clock.
 *
 * @param at the time of the query
 * @param pause the pause that a user has ordered, if it still lasts
 * @param nextScheduled when the next scheduled task becomes ready; may be in the past
 * @param nextReset when the next limit ends
 */
record DispatchSchedule(
        Instant at, Optional<Pause> pause, Optional<Instant> nextScheduled, Optional<Instant> nextReset) {
    /** Whether scheduled tasks must be made ready now. */
    boolean isDue() {
        return nextScheduled.filter(time -> !time.isAfter(at)).isPresent();
    }

    /** The time from {@code at} to the next of these changes, but no more than {@code atMost}. */
    Duration untilNext(Duration atMost) {
        return Stream.of(pause.flatMap(Pause::until), nextScheduled.filter(at::isBefore), nextReset)
                .flatMap(Optional::stream)
                .map(time -> Duration.between(at, time))
                .min(Duration::compareTo)
                .filter(time -> time.compareTo(atMost) < 0)
                .orElse(atMost);
    }
}
