package dev.yardmaster.limit;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The limits in force at one time. Immutable. */
public record Limits(List<Limit> all) {
    /** The model scope of a limit for all models. */
    public static final String ANY_MODEL = "*";

    public static final Limits NONE = new Limits(List.of());

    private static final Comparator<Limit> BY_END = Comparator.comparing(Limit::blockedUntil);

    public Limits {
        all = List.copyOf(all);
    }

    /**
     * The limit that blocks a model on an executable for the longest time; empty if the model can run now.
     *
     * @param model empty if the provider chooses the model. The choice can be any model, so every limit of the executable applies.
     */
    public Optional<Limit> blocking(String executable, Optional<String> model, Instant now) {
        return of(executable, now)
                .filter(limit -> model.map(name -> applies(limit.model(), name)).orElse(true))
                .max(BY_END);
    }

    /** The earliest time at which an executable can run a model that is blocked now; empty if no limit is in force. */
    public Optional<Instant> soonestReset(Instant now) {
        return all.stream()
                .filter(limit -> limit.isInForce(now))
                .map(limit -> until(limit, now))
                .min(Comparator.naturalOrder());
    }

    /** Whether a model scope includes a model. */
    static boolean applies(String scope, String model) {
        return scope.equals(ANY_MODEL) || model.toLowerCase(Locale.ROOT).contains(scope.toLowerCase(Locale.ROOT));
    }

    /** When all limits for the models of this limit have ended. */
    private Instant until(Limit limit, Instant now) {
        return of(limit.executable(), now)
                .filter(other -> applies(other.model(), limit.model()))
                .map(Limit::blockedUntil)
                .max(Comparator.naturalOrder())
                .orElse(limit.blockedUntil());
    }

    private Stream<Limit> of(String executable, Instant now) {
        return all.stream().filter(limit -> limit.executable().equals(executable) && limit.isInForce(now));
    }
}
