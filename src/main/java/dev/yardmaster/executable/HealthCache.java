package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The latest health result of each executable. A result belongs to an executable with all its values: after a change of its path or
 * environment, an executable has no result. For any thread: readers see an immutable map, which is replaced under the lock.
 */
final class HealthCache {
    private static final Logger LOG = Logger.getLogger(HealthCache.class);

    private final SingleFlight<HealthResult> checks;
    private final Function<Executable, Health> probe;
    private final Duration maxAge;
    private final Clock clock;
    private final Map<Executable, Instant> quarantined = new ConcurrentHashMap<>();
    private volatile Map<Executable, HealthResult> results = Map.of();

    /**
     * @param probe checks an executable and may block; an exception counts as {@link State#BROKEN}
     * @param atOnce how many probes run at the same time
     * @param maxAge the age up to which {@link #usable} does not start a new check
     */
    HealthCache(Function<Executable, Health> probe, int atOnce, Duration maxAge, Clock clock) {
        this.probe = probe;
        this.checks = new SingleFlight<>("health-check", atOnce, this::check);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** The latest result; empty before the first check. */
    Optional<HealthResult> of(Executable executable) {
        return Optional.ofNullable(results.get(executable));
    }

    /** The result of a new check, or of the check that is in progress. */
    CompletableFuture<HealthResult> verify(Executable executable) {
        return checks.run(executable);
    }

    /** Records a fault that a session reported. The quarantine ends when a check that starts later finds the executable usable. */
    void quarantine(Executable executable, State state, String message) {
        quarantined.put(executable, clock.instant());
        Optional<String> version =
                of(executable).flatMap(latest -> latest.health().version());
        put(executable, new HealthResult(new Health(state, version, message), clock.instant()));
        LOG.warnf("executable=%s state=%s message=\"%s\"", executable.name(), state.value(), message);
    }

    /** Starts a check of each of these executables, and drops the results of all others. */
    void refresh(Collection<Executable> all) {
        retain(new HashSet<>(all));
        all.forEach(this::verify);
    }

    /**
     * Whether sessions may start according to the latest result; also true before the first check. Starts a check if the result is missing
     * or too old, and does not wait for it.
     */
    boolean usable(Executable executable) {
        Optional<HealthResult> latest = of(executable);
        if (latest.filter(this::isFresh).isEmpty()) {
            verify(executable);
        }
        return latest.map(result -> result.health().usable()).orElse(true);
    }

    /** Whether the executable is in quarantine. */
    boolean isQuarantined(Executable executable) {
        return quarantined.containsKey(executable);
    }

    private boolean isFresh(HealthResult result) {
        return result.checkedAt().plus(maxAge).isAfter(clock.instant());
    }

    private HealthResult check(Executable executable) {
        Instant begun = clock.instant();
        var result = new HealthResult(probed(executable), clock.instant());
        Optional<Health> before = of(executable).map(HealthResult::health);
        put(executable, result);
        if (result.health().usable()) {
            quarantined.computeIfPresent(executable, (_, since) -> since.isBefore(begun) ? null : since);
        }
        if (!before.equals(Optional.of(result.health()))) {
            LOG.infof(
                    "executable=%s state=%s message=\"%s\"",
                    executable.name(),
                    result.health().state().value(),
                    result.health().message());
        }
        return result;
    }

    private Health probed(Executable executable) {
        try {
            return probe.apply(executable);
        } catch (RuntimeException e) {
            LOG.errorf(e, "executable=%s state=check_failed", executable.name());
            return new Health(
                    State.BROKEN, Optional.empty(), "The check failed. See the log of the service for the cause.");
        }
    }

    private synchronized void put(Executable executable, HealthResult result) {
        Map<Executable, HealthResult> changed = new HashMap<>(results);
        changed.put(executable, result);
        results = Map.copyOf(changed);
    }

    private synchronized void retain(Set<Executable> kept) {
        Map<Executable, HealthResult> changed = new HashMap<>(results);
        changed.keySet().retainAll(kept);
        quarantined.keySet().retainAll(kept);
        results = Map.copyOf(changed);
    }
}
