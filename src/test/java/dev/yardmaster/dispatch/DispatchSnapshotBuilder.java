package dev.yardmaster.dispatch;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A situation in the making: nothing is in anybody's way, but for what a test says. */
final class DispatchSnapshotBuilder {
    static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");

    private final List<ReadyTask> tasks = new ArrayList<>();
    private final List<AvailableAgent> agents = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final List<SlowStart> comebacks = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private Budgets budgets = Budgets.NONE;

    DispatchSnapshotBuilder tasks(List<ReadyTask> more) {
        tasks.addAll(more);
        return this;
    }

    DispatchSnapshotBuilder tasks(ReadyTask... more) {
        return tasks(List.of(more));
    }

    DispatchSnapshotBuilder agents(AgentBuilder... more) {
        List.of(more).forEach(agent -> agents.add(agent.done()));
        return this;
    }

    /** A limit of an executable. */
    DispatchSnapshotBuilder limited(String executable, String model, Duration time) {
        limits.add(new Limit(
                UUID.randomUUID(),
                executable,
                FleetCatalogue.providerOf(executable),
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

    /** A limit that is just over, so that nothing was started since. */
    DispatchSnapshotBuilder cameBack(String executable, String model) {
        comebacks.add(new SlowStart(executable, model, NOW, 0, Optional.empty(), Optional.empty()));
        return this;
    }

    DispatchSnapshotBuilder pool(Pool pool) {
        pools.add(pool);
        return this;
    }

    DispatchSnapshotBuilder budgets(Budgets exhausted) {
        budgets = exhausted;
        return this;
    }

    DispatchSnapshot done() {
        return new DispatchSnapshot(tasks, agents, outlook(), Map.of(), Occupancy.of(pools, FleetCatalogue::told));
    }

    List<DispatchDecision> plan() {
        return DispatchPlanner.plan(done().withinBudgets(), Duration.ofHours(1));
    }

    private SelectionContext outlook() {
        return new SelectionContext(
                FleetCatalogue.RESOLVER,
                Overrides.NONE,
                new SettingsProfile(
                        Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of(), Optional.empty()),
                new Limits(limits),
                new SlowStarts(comebacks),
                budgets,
                _ -> Optional.empty(),
                NOW);
    }
}
