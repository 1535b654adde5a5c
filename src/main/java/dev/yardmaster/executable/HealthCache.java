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
 * The latest verdict on each executable. A verdict belongs to an executable as it was checked: one whose path or environment has changed
 * since has none. For any thread: readers see an immutable map, which is replaced under the lock.
 */
final class HealthCache {
    private static final Logger LOG = Logger.getLogger(HealthCache.class);

    private final SingleFlight<HealthResult> questions;
    private final Function<Executable, Health> probe;
    private final Duration maxAge;
    private final Clock clock;
    private final Map<Executable, Instant> condemned = new ConcurrentHashMap<>();
    private volatile Map<Executable, HealthResult> verdicts = Map.of();

    /**
     * @param probe blocks; what it throws counts as {@link State#BROKEN}
     * @param atOnce how many probes run at the same time
     * @param maxAge how old a verdict is good for {@link #usable}
     */
    HealthCache(Function<Executable, Health> probe, int atOnce, Duration maxAge, Clock clock) {
        this.probe = probe;
        this.questions = new SingleFlight<>("health-check", atOnce, this::check);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** The latest verdict; empty until the first. */
    Optional<HealthResult> of(Executable executable) {
        return Optional.ofNullable(verdicts.get(executable));
    }

    /** Checks an executable now, or waits for a check that runs. */
    CompletableFuture<HealthResult> verify(Executable executable) {
        return questions.ask(executable);
    }

    /** Takes note of a verdict that was not found by checking, until a check that begins later finds the executable well. */
    void condemn(Executable executable, State state, String message) {
        condemned.put(executable, clock.instant());
        Optional<String> version =
                of(executable).flatMap(known -> known.health().version());
        note(executable, new HealthResult(new Health(state, version, message), clock.instant()));
        LOG.warnf("executable=%s state=%s message=\"%s\"", executable.name(), state.value(), message);
    }

    /** Checks these, and forgets all others. */
    void refresh(Collection<Executable> all) {
        forgetAllBut(new HashSet<>(all));
        all.forEach(this::verify);
    }

    /** Whether the latest verdict lets sessions start; a missing one does. When it is missing or old, a new one is sought meanwhile. */
    boolean usable(Executable executable) {
        Optional<HealthResult> known = of(executable);
        if (known.filter(this::isFresh).isEmpty()) {
            verify(executable);
        }
        return known.map(verdict -> verdict.health().usable()).orElse(true);
    }

    /** Whether a verdict that was not found by checking stands, no check having found the executable well since. */
    boolean isCondemned(Executable executable) {
        return condemned.containsKey(executable);
    }

    private boolean isFresh(HealthResult verdict) {
        return verdict.checkedAt().plus(maxAge).isAfter(clock.instant());
    }

    private HealthResult check(Executable executable) {
        Instant begun = clock.instant();
        var verdict = new HealthResult(probed(executable), clock.instant());
        Optional<Health> before = of(executable).map(HealthResult::health);
        note(executable, verdict);
        if (verdict.health().usable()) {
            condemned.computeIfPresent(executable, (_, since) -> since.isBefore(begun) ? null : since);
        }
        if (!before.equals(Optional.of(verdict.health()))) {
            LOG.infof(
                    "executable=%s state=%s message=\"%s\"",
                    executable.name(),
                    verdict.health().state().value(),
                    verdict.health().message());
        }
        return verdict;
    }

    private Health probed(Executable executable) {
        try {
            return probe.apply(executable);
        } catch (RuntimeException e) {
            LOG.errorf(e, "executable=%s state=check_failed", executable.name());
            return new Health(
                    State.BROKEN, Optional.empty(), "It could not be checked; the log of Yardmaster says why.");
        }
    }

    private synchronized void note(Executable executable, HealthResult verdict) {
        Map<Executable, HealthResult> changed = new HashMap<>(verdicts);
        changed.put(executable, verdict);
        verdicts = Map.copyOf(changed);
    }

    private synchronized void forgetAllBut(Set<Executable> kept) {
        Map<Executable, HealthResult> changed = new HashMap<>(verdicts);
        changed.keySet().retainAll(kept);
        condemned.keySet().retainAll(kept);
        verdicts = Map.copyOf(changed);
    }
}
