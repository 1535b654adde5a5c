package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An executable whose limit was over lately, so that much may be waiting for it. It is tried with one session first; once that has been
 * answered, others follow, about twice as many after each {@link #STEP}, each at a time of its own. Immutable.
 *
 * @param model which models were limited, as in {@link Limit#model()}
 * @param since when the limit was over
 * @param started how many sessions were started on it since
 * @param answeredAt when the first of them got an answer
 * @param probeUntil until when the last of them may take to get its answer, if it has none yet
 */
public record SlowStart(
        String executable,
        String model,
        Instant since,
        int started,
        Optional<Instant> answeredAt,
        Optional<Instant> probeUntil) {
    /** How long the number of sessions takes to double. */
    static final Duration STEP = Duration.ofMillis(1500);

    /** By how much the time of a session differs from the plan, at most, as a share of it. */
    private static final double JITTER = 0.25;

    /** After that everything may start. */
    private static final Duration LASTS = STEP.multipliedBy(10);

    /** Whether a session is, or would be, one of those that are counted. */
    public boolean counts(String itsExecutable, Optional<String> itsModel) {
        return executable.equals(itsExecutable)
                && itsModel.map(name -> Limits.applies(model, name)).orElse(true);
    }

    /**
     * When a session can start on it; earlier if the first has got its answer by then, or has ended without one.
     *
     * @param planned how many sessions are about to start on it that are not counted yet
     */
    Instant opensFor(int planned, Instant now) {
        Instant opens = answeredAt
                .map(at -> at.plus(delay(started + planned)))
                .orElseGet(() -> planned > 0 ? now.plus(SlowStarts.PROBE_PATIENCE) : probeUntil.orElse(since));
        Instant forgotten = since.plus(SlowStarts.MEMORY);
        return opens.isBefore(forgotten) ? opens : forgotten;
    }

    private Duration delay(int nth) {
        if (nth <= 1) {
            return Duration.ZERO;
        }
        double steps = Math.log(nth) / Math.log(2);
        // The same for everybody who asks again.
        var random = new SplittableRandom(Objects.hash(executable, since, nth));
        double share = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofNanos(Math.min(LASTS.toNanos(), (long) (STEP.toNanos() * steps * share)));
    }
}
