package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The slow starts of all executables whose limits have ended recently. Immutable. */
public record SlowStarts(List<SlowStart> all) {
    public static final SlowStarts NONE = new SlowStarts(List.of());

    /** How long after its limit's end an executable has a slow start. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    /** How long a probe session may wait for an answer before the next probe starts. */
    static final Duration PROBE_TIMEOUT = Duration.ofMinutes(2);

    public SlowStarts {
        all = List.copyOf(all);
    }

    /**
     * The wait of a session.
     *
     * @param reason a sentence for people
     * @param until when to check again at the latest
     */
    public record Wait(String reason, Instant until) {}

    /**
     * The wait of a session that must not start yet; empty if it can start now.
     *
     * @param model empty if the provider chooses the model, which can be any
     * @param planned the number of sessions that are about to start and that a slow start does not include yet
     */
    public Optional<Wait> holding(
            String executable, Optional<String> model, ToIntFunction<SlowStart> planned, Instant now) {
        return all.stream()
                .filter(it -> it.counts(executable, model))
                .flatMap(it -> wait(it, it.opensFor(planned.applyAsInt(it), now), now).stream())
                .findFirst();
    }

    private static Optional<Wait> wait(SlowStart slowStart, Instant until, Instant now) {
        return until.isAfter(now)
                ? Optional.of(new Wait(
                        "The limit of the executable '" + slowStart.executable() + "' ended at " + slowStart.since()
                                + ". "
                                + (slowStart.answeredAt().isPresent()
                                        ? "Its sessions start gradually."
                                        : "A single probe session runs first."),
                        until))
                : Optional.empty();
    }
}
