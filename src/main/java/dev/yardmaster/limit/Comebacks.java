package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The executables whose limits were over lately. Immutable. */
public record Comebacks(List<Comeback> all) {
    public static final Comebacks NONE = new Comebacks(List.of());

    /** How long ago a limit can have ended for its executable to be handled with care. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    /** How long a session that tries a limit out may take to be answered, before another one does. */
    static final Duration PROBE_PATIENCE = Duration.ofMinutes(2);

    public Comebacks {
        all = List.copyOf(all);
    }

    /**
     * That a session has to wait.
     *
     * @param until empty for: until another session got its answer
     */
    public record Wait(String reason, Optional<Instant> until) {}

    /**
     * What keeps a session from starting at once on an executable that was limited.
     *
     * @param model empty for the provider's own choice, which can be any
     * @param planned how many sessions are about to start on an executable and are not counted yet
     */
    public Optional<Wait> holding(
            String executable, Optional<String> model, ToIntFunction<String> planned, Instant now) {
        return all.stream()
                .filter(it -> it.executable().equals(executable))
                .filter(it ->
                        model.map(name -> Limits.applies(it.model(), name)).orElse(true))
                .filter(it -> !it.isOver(now))
                .flatMap(it -> wait(it, planned.applyAsInt(executable), now).stream())
                .findFirst();
    }

    /** When the next session can start on any of them. */
    public Optional<Instant> next(Instant now) {
        return all.stream()
                .filter(it -> !it.isOver(now))
                .flatMap(it -> it.opensFor(0).stream())
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
    }

    private static Optional<Wait> wait(Comeback comeback, int planned, Instant now) {
        Optional<Instant> opens = comeback.opensFor(planned);
        if (opens.isEmpty()) {
            return Optional.of(new Wait(
                    "The executable '" + comeback.executable() + "' was limited until " + comeback.since()
                            + ", and one session tries it first.",
                    Optional.empty()));
        }
        return opens.filter(at -> at.isAfter(now))
                .map(at -> new Wait(
                        "The executable '" + comeback.executable() + "' was limited until " + comeback.since()
                                + ", and sessions start on it one after the other.",
                        Optional.of(at)));
    }
}
