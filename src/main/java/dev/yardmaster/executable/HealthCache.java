package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The latest health result of each executable. A result belongs to an executable with all its values: after a change of its path or
 * environment, an executable has no result. A check that does not end in time is no verdict, so it replaces none. For any thread: readers
 * see an immutable map, which is replaced under the lock.
 */
final class HealthCache {
    private static final Logger LOG = Logger.getLogger(HealthCache.class);
    /** A machine on which a check takes too long gets the next one after a longer time. */
    private static final int SLOWER = 10;

    private final SingleFlight<HealthResult> checks;
    private final Function<Executable, Health> probe;
    private final Duration maxAge;
    private final Clock clock;
    private final Map<Executable, Instant> quarantined = new ConcurrentHashMap<>();
    private volatile Map<Executable, Checked> results = Map.of();

    /**
     * @param probe checks an executable and may block; an exception counts as {@link State#BROKEN}
     * @param atOnce how many probes run at the same time
     * @param maxAge the age up to which {@link #usable} does not start a new check; ten times as much after a check that did not end in
     *     time
     */
    HealthCache(Function<Executable, Health> probe, int atOnce, Duration maxAge, Clock clock) {
        this.probe = probe;
        this.checks = new SingleFlight<>("health-check", atOnce, this::check);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** A result, and until when {@link #usable} starts no new check. */
    private record Checked(HealthResult result, Instant freshUntil) {}

    /** The latest result; empty before the first check. */
    Optional<HealthResult> of(Executable executable) {
        return checked(executable).map(Checked::result);
    }

    private Optional<Checked> checked(Executable executable) {
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
        put(executable, new HealthResult(new Health(state, version, message), clock.instant()), maxAge);
        LOG.warnf("executable=%s state=%s message=\"%s\"", executable.name(), state.value(), message);
    }

    /**
     * Starts a check of each of these executables, and drops the results of all others.
     *
     * @param next gets each result
     */
    void refresh(Collection<Executable> all, BiConsumer<Executable, HealthResult> next) {
        retain(new HashSet<>(all));
        all.forEach(executable -> verify(executable).thenAccept(result -> next.accept(executable, result)));
    }

    /**
     * Whether sessions may start according to the latest result; also true before the first check. Starts a check if the result is missing
     * or too old, and does not wait for it.
     */
    boolean usable(Executable executable) {
        Optional<Checked> latest = checked(executable);
        if (latest.filter(it -> it.freshUntil().isAfter(clock.instant())).isEmpty()) {
            verify(executable);
        }
        return latest.map(it -> it.result().health().usable()).orElse(true);
    }

    /** Whether the executable is in quarantine. */
    boolean isQuarantined(Executable executable) {
        return quarantined.containsKey(executable);
    }

    private HealthResult check(Executable executable) {
        Instant begun = clock.instant();
        Health found = probed(executable);
        Optional<HealthResult> before = of(executable);
        HealthResult result =
                found.state() == State.TIMED_OUT ? slow(found, before) : new HealthResult(found, clock.instant());
        put(executable, result, found.state() == State.TIMED_OUT ? maxAge.multipliedBy(SLOWER) : maxAge);
        if (found.state() == State.READY) {
            quarantined.computeIfPresent(executable, (_, since) -> since.isBefore(begun) ? null : since);
        }
        if (!before.map(HealthResult::health).equals(Optional.of(found))) {
            LOG.infof(
                    "executable=%s state=%s message=\"%s\"",
                    executable.name(), found.state().value(), found.message());
        }
        return result;
    }

    /**
     * The earlier verdict with a warning; without one, the time-out is the result. A program that takes too long is installed, so that
     * verdict does not hold.
     */
    private HealthResult slow(Health timedOut, Optional<HealthResult> before) {
        Instant now = clock.instant();
        return before.filter(earlier -> earlier.health().state() != State.TIMED_OUT
                        && earlier.health().state() != State.NOT_INSTALLED)
                .map(earlier -> new HealthResult(
                        earlier.health(),
                        earlier.checkedAt(),
                        List.of("The check at " + now.truncatedTo(ChronoUnit.SECONDS)
                                + " had no result, so the earlier one holds. " + timedOut.message())))
                .orElseGet(() -> new HealthResult(timedOut, now));
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

    private synchronized void put(Executable executable, HealthResult result, Duration fresh) {
        Map<Executable, Checked> changed = new HashMap<>(results);
        changed.put(executable, new Checked(result, clock.instant().plus(fresh)));
        results = Map.copyOf(changed);
    }

    private synchronized void retain(Set<Executable> kept) {
        Map<Executable, Checked> changed = new HashMap<>(results);
        changed.keySet().retainAll(kept);
        quarantined.keySet().retainAll(kept);
        results = Map.copyOf(changed);
    }
}
