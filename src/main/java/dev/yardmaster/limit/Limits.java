package dev.yardmaster.limit;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is limited at some time. Immutable. */
public record Limits(List<Limit> all) {
    /** The scope of a limit that is for all models. */
    public static final String ANY_MODEL = "*";

    public static final Limits NONE = new Limits(List.of());

    private static final Comparator<Limit> LASTING = Comparator.comparing(Limit::blockedUntil);

    public Limits {
        all = List.copyOf(all);
    }

    /**
     * The limit that keeps an executable from running a model for the longest; empty when it can run now.
     *
     * @param model empty for the provider's own choice, which can be any: each limit of the executable's applies to it
     */
    public Optional<Limit> blocking(String executable, Optional<String> model, Instant now) {
        return of(executable, now)
                .filter(limit -> model.map(name -> applies(limit.model(), name)).orElse(true))
                .max(LASTING);
    }

    /** When the first executable can run again something that it can't run now; empty when nothing is limited. */
    public Optional<Instant> soonestReset(Instant now) {
        return all.stream()
                .filter(limit -> limit.isInForce(now))
                .map(limit -> until(limit, now))
                .min(Comparator.naturalOrder());
    }

    /** Whether a limit of some scope is for a model. */
    static boolean applies(String scope, String model) {
        return scope.equals(ANY_MODEL) || model.toLowerCase(Locale.ROOT).contains(scope.toLowerCase(Locale.ROOT));
    }

    /** When all is over that is for the same models as a limit. */
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
