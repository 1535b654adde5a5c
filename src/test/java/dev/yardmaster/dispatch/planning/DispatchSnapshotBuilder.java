package dev.yardmaster.dispatch.planning;

import dev.yardmaster.limit.Limit;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.limit.Limits;
import dev.yardmaster.limit.SlowStart;
import dev.yardmaster.limit.SlowStarts;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.settings.SettingsProfile;
import dev.yardmaster.usage.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Builds snapshots. Without further calls, nothing prevents the tasks from starting. */
public final class DispatchSnapshotBuilder {
    public static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");

    private final List<ReadyTask> tasks = new ArrayList<>();
    private final List<AvailableAgent> agents = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final List<SlowStart> slowStarts = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private final Map<String, String> faults = new HashMap<>();
    private Budgets budgets = Budgets.NONE;
    private Optional<Duration> maxLimitWait = Optional.empty();

    public DispatchSnapshotBuilder tasks(List<ReadyTask> more) {
        tasks.addAll(more);
        return this;
    }

    public DispatchSnapshotBuilder tasks(ReadyTask... more) {
        return tasks(List.of(more));
    }

    public DispatchSnapshotBuilder agents(AgentBuilder... more) {
        List.of(more).forEach(agent -> agents.add(agent.build()));
        return this;
    }

    /** Adds a limit that ends after this time. */
    public DispatchSnapshotBuilder limited(String executable, String model, Duration time) {
        limits.add(new Limit(
                UUID.randomUUID(),
                executable,
                ProviderCatalogue.providerOf(executable),
                model,
                "five_hour",
                NOW.plus(time),
                LimitSource.STRUCTURED,
                1,
                NOW,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    /** Adds a limit that has just ended; no session has started since. */
    DispatchSnapshotBuilder limitJustEnded(String executable, String model) {
        slowStarts.add(new SlowStart(executable, model, NOW, 0, Optional.empty(), Optional.empty()));
        return this;
    }

    DispatchSnapshotBuilder pool(Pool pool) {
        pools.add(pool);
        return this;
    }

    /** Makes an executable unusable. */
    public DispatchSnapshotBuilder faulty(String executable, String why) {
        faults.put(executable, why);
        return this;
    }

    public DispatchSnapshotBuilder budgets(Budgets exhausted) {
        budgets = exhausted;
        return this;
    }

    public DispatchSnapshotBuilder maxLimitWait(Duration time) {
        maxLimitWait = Optional.of(time);
        return this;
    }

    public DispatchSnapshot build() {
        return new DispatchSnapshot(
                tasks, agents, context(), Map.of(), Occupancy.of(pools, ProviderCatalogue::modelName));
    }

    List<DispatchDecision> plan() {
        return DispatchPlanner.plan(build().withinBudgets(), Duration.ofHours(1));
    }

    private SelectionContext context() {
        return new SelectionContext(
                ProviderCatalogue.RESOLVER,
                Overrides.NONE,
                new SettingsProfile(Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of(), maxLimitWait),
                new Limits(limits),
                new SlowStarts(slowStarts),
                budgets,
                executable -> Optional.ofNullable(faults.get(executable)),
                NOW);
    }
}
