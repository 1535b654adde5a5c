package dev.yardmaster.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to happen when, by the database's clock.
 *
 * @param at when this was so
 * @param pause that nothing is to be started, by hand
 * @param nextScheduled when the next scheduled task is ready; can be past
 * @param nextReset when the first limit is over
 */
record DispatchSchedule(
        Instant at,
        Optional<PauseRepository.Pause> pause,
        Optional<Instant> nextScheduled,
        Optional<Instant> nextReset) {
    /** Whether scheduled tasks have become ready. */
    boolean isDue() {
        return nextScheduled.filter(time -> !time.isAfter(at)).isPresent();
    }

    /** How long it is until the next of these. */
    Duration untilNext(Duration atMost) {
        return Stream.of(pause.flatMap(PauseRepository.Pause::until), nextScheduled.filter(at::isBefore), nextReset)
                .flatMap(Optional::stream)
                .map(time -> Duration.between(at, time))
                .min(Duration::compareTo)
                .filter(time -> time.compareTo(atMost) < 0)
                .orElse(atMost);
    }
}
