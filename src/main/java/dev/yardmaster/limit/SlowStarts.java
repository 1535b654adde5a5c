package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The executables whose limits were over lately. Immutable. */
public record SlowStarts(List<SlowStart> all) {
    public static final SlowStarts NONE = new SlowStarts(List.of());

    /** How long ago a limit can have ended for its executable to be handled with care. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    /** How long a session that tries a limit out may take to be answered, before another one does. */
    static final Duration PROBE_PATIENCE = Duration.ofMinutes(2);

    public SlowStarts {
        all = List.copyOf(all);
    }

    /**
     * That a session has to wait.
     *
     * @param until when at the latest it is to be thought of again
     */
    public record Wait(String reason, Instant until) {}

    /**
     * What keeps a session from starting at once on an executable that was limited.
     *
     * @param model empty for the provider's own choice, which can be any
     * @param planned how many sessions are about to start that a comeback will count and does not count yet
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
                        "The executable '" + slowStart.executable() + "' was limited until " + slowStart.since()
                                + ", and "
                                + (slowStart.answeredAt().isPresent()
                                        ? "sessions start on it one after the other."
                                        : "one session tries it first."),
                        until))
                : Optional.empty();
    }
}
