package dev.yardmaster.executable;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Model;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

/** Lists the models of executables and keeps each list for some minutes. For any thread; no method blocks. */
@Singleton
public class ModelCache {
    private static final Logger LOG = Logger.getLogger(ModelCache.class);

    private final ConcurrentMap<Executable, Listed> cached = new ConcurrentHashMap<>();
    private final SingleFlight<Listed> listings;
    private final Source source;
    private final Duration ttl;
    private final Duration timeout;
    private final Clock clock;

    @Inject
    ModelCache(ProviderCatalog catalog, ModelConfig config) {
        this(new Clis(catalog), config.atOnce(), config.ttl(), config.patience(), Clock.systemUTC());
    }

    /**
     * @param atOnce how many executables list their models at the same time
     * @param ttl how long a list is valid
     * @param timeout how long a caller waits for a new list
     */
    ModelCache(Source source, int atOnce, Duration ttl, Duration timeout, Clock clock) {
        this.source = source;
        this.listings = new SingleFlight<>("model-listing", atOnce, this::list);
        this.ttl = ttl;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** The source of the lists. */
    interface Source {
        /** Blocks until the executable has listed its models. Throws {@code provider_unavailable} and other errors of providers. */
        List<Model> models(Executable executable);

        /** Short names of models, with the names that the provider's CLI gets for them. */
        Map<String, String> aliases(Executable executable);
    }

    private record Clis(ProviderCatalog catalog) implements Source {
        @Override
        public List<Model> models(Executable executable) {
            return catalog.providerOf(executable).models(executable);
        }

        @Override
        public Map<String, String> aliases(Executable executable) {
            return catalog.aliases(catalog.providerOf(executable));
        }
    }

    private record Listed(List<Model> models, Instant at) {}

    /**
     * The models of an executable: the cached list while it is valid, else a new one. Never fails: if listing fails, the result has the
     * previous models, if any, and a problem.
     */
    public CompletableFuture<ModelList> of(Executable executable) {
        Optional<Listed> before = Optional.ofNullable(cached.get(executable));
        if (before.filter(this::isValid).isPresent()) {
            return CompletableFuture.completedFuture(result(executable, before, Optional.empty()));
        }
        return listings.run(executable)
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .handle((listed, failure) -> failure == null
                        ? result(executable, Optional.of(listed), Optional.empty())
                        : result(executable, before, Optional.of(problem(executable, failure))));
    }

    /** Whether an executable has listed its models, lately or earlier, and a model is not among them. Lists nothing. */
    public boolean lack(Executable executable, String model) {
        return Optional.ofNullable(cached.get(executable))
                .filter(listed -> !listed.models().isEmpty())
                .filter(listed -> listed.models().stream().noneMatch(it -> it.hasName(model)))
                .isPresent();
    }

    private boolean isValid(Listed listed) {
        return listed.at().plus(ttl).isAfter(clock.instant());
    }

    private Listed list(Executable executable) {
        var listed = new Listed(source.models(executable), clock.instant());
        cached.keySet().removeIf(other -> other.name().equals(executable.name()));
        cached.put(executable, listed);
        return listed;
    }

    private ModelList result(Executable executable, Optional<Listed> listed, Optional<String> problem) {
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
                "The executable '" + executable.name() + "' did not list its models within " + seconds(timeout)
                        + " seconds. Verify it, or try again later.";
            case Throwable other -> {
                LOG.errorf(other, "executable=%s state=listing_failed", executable.name());
                yield "The models of '" + executable.name()
                        + "' could not be listed. See the log of the service for the cause.";
            }
        };
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
