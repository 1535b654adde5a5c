package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The slow start of an executable after a limit, as in a circuit breaker's half-open state. Many sessions may wait for the executable. First
 * one session starts as a probe. Once a session gets an answer, the number of sessions doubles about every {@link #STEP}, each session at a
 * different time. Immutable.
 *
 * @param model the models that were limited, as in {@link Limit#model()}
 * @param since when the limit ended
 * @param started how many sessions were started on the executable since then
 * @param answeredAt when the first of these sessions got an answer
 * @param probeUntil until when the newest session without an answer may take to get one; empty if no such session runs
 */
public record SlowStart(
        String executable,
        String model,
        Instant since,
        int started,
        Optional<Instant> answeredAt,
        Optional<Instant> probeUntil) {
    /** The time in which the number of sessions doubles. */
    static final Duration STEP = Duration.ofMillis(1500);

    /** The maximum deviation of a session's delay, as a fraction of the delay. */
    private static final double JITTER = 0.25;

    /** The maximum delay of a session. */
    private static final Duration MAX_DELAY = STEP.multipliedBy(10);

    /**
     * Whether a session on an executable counts as one of the sessions of this slow start.
     *
     * @param sessionModel empty if the provider chooses the model
     */
    public boolean counts(String sessionExecutable, Optional<String> sessionModel) {
        return executable.equals(sessionExecutable)
                && sessionModel.map(name -> Limits.applies(model, name)).orElse(true);
    }

    /**
     * When the next session can start, as far as is known now. The time becomes earlier if the probe gets an answer, or ends without one.
     *
     * @param planned how many sessions are about to start that {@link #started} does not include yet
     */
    Instant opensFor(int planned, Instant now) {
        Instant opens = answeredAt
                .map(at -> at.plus(delay(started + planned)))
                .orElseGet(() -> planned > 0 ? now.plus(SlowStarts.PROBE_TIMEOUT) : probeUntil.orElse(since));
        Instant end = since.plus(SlowStarts.MEMORY);
        return opens.isBefore(end) ? opens : end;
    }

    private Duration delay(int nth) {
        if (nth <= 1) {
            return Duration.ZERO;
        }
        double steps = Math.log(nth) / Math.log(2);
        // Seeded, so that every call returns the same delay for the same session.
        var random = new SplittableRandom(Objects.hash(executable, since, nth));
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofNanos(Math.min(MAX_DELAY.toNanos(), (long) (STEP.toNanos() * steps * factor)));
    }
}
