package dev.yardmaster.executable;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Model;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The models of each executable, as it listed them last. For any thread; nobody waits. */
final class ModelCache {
    private static final Logger LOG = Logger.getLogger(ModelCache.class);

    private final ConcurrentMap<Executable, Listed> known = new ConcurrentHashMap<>();
    private final SingleFlight<Listed> questions;
    private final Source source;
    private final Duration ttl;
    private final Duration patience;
    private final Clock clock;

    /**
     * @param ttl how long a list is good
     * @param patience how long whoever asks for one has to wait at most
     */
    ModelCache(Source source, int atOnce, Duration ttl, Duration patience, Clock clock) {
        this.source = source;
        this.questions = new SingleFlight<>("model-listing", atOnce, this::list);
        this.ttl = ttl;
        this.patience = patience;
        this.clock = clock;
    }

    /** Where lists come from. */
    interface Source {
        /** Blocks; throws {@code provider_unavailable} and the like. */
        List<Model> models(Executable executable);

        Map<String, String> aliases(Executable executable);
    }

    private record Listed(List<Model> models, Instant at) {}

    /** The models of an executable: the list of before as long as it is good, or when no new one is to be had. Never fails. */
    CompletableFuture<ModelList> of(Executable executable) {
        Optional<Listed> before = Optional.ofNullable(known.get(executable));
        if (before.filter(this::isGood).isPresent()) {
            return CompletableFuture.completedFuture(listing(executable, before, Optional.empty()));
        }
        return questions
                .ask(executable)
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .handle((listed, failure) -> failure == null
                        ? listing(executable, Optional.of(listed), Optional.empty())
                        : listing(executable, before, Optional.of(problem(executable, failure))));
    }

    private boolean isGood(Listed listed) {
        return listed.at().plus(ttl).isAfter(clock.instant());
    }

    private Listed list(Executable executable) {
        var listed = new Listed(source.models(executable), clock.instant());
        known.keySet().removeIf(other -> other.name().equals(executable.name()));
        known.put(executable, listed);
        return listed;
    }

    private ModelList listing(Executable executable, Optional<Listed> listed, Optional<String> problem) {
        return new ModelList(
                executable.provider(),
                executable.name(),
                listed.map(Listed::models).orElse(List.of()),
                source.aliases(executable),
                listed.map(Listed::at),
                listed.map(it -> Duration.between(it.at(), clock.instant()).truncatedTo(ChronoUnit.SECONDS)),
                problem);
    }

    private String problem(Executable executable, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case YardmasterException known -> known.detail();
            case TimeoutException _ ->
                "The executable '" + executable.name() + "' did not list its models within " + seconds(patience)
                        + " seconds. Verify it, or try again later.";
            case Throwable other -> {
                LOG.errorf(other, "executable=%s state=listing_failed", executable.name());
                yield "The models of '" + executable.name() + "' could not be listed; the log of Yardmaster says why.";
            }
        };
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
