package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.planning.AgentBuilder;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.DispatchSnapshotBuilder;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.usage.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A store in memory with a clock that only claims advance. Agents keep their free sessions however many tasks they start. */
final class MemoryStore implements DispatchStore {
    private final List<ReadyTask> ready = new ArrayList<>();
    private final List<ReadyTask> scheduled = new ArrayList<>();
    private final List<AgentBuilder> agents = new ArrayList<>();
    private final Map<String, Duration> limits = new LinkedHashMap<>();
    private Optional<Instant> nextScheduled = Optional.empty();

    final List<UUID> launched = new ArrayList<>();
    final Map<UUID, String> reasons = new HashMap<>();
    final List<UUID> inReview = new ArrayList<>();

    int snapshots;

    Instant now = DispatchSnapshotBuilder.NOW;
    Optional<Pause> pause = Optional.empty();
    Optional<Duration> maxLimitWait = Optional.empty();
    Duration claimTime = Duration.ZERO;
    /** Runs before each claim; may change the store, or refuse the claim by an exception. */
    Consumer<Start> beforeClaim = _ -> {};

    void add(List<ReadyTask> tasks) {
        ready.addAll(tasks);
    }

    void add(AgentBuilder agent) {
        agents.add(agent);
    }

    void remove(ReadyTask task) {
        ready.remove(task);
    }

    void schedule(List<ReadyTask> tasks, Instant at) {
        scheduled.addAll(tasks);
        nextScheduled = Optional.of(at);
    }

    void limit(String executable, Duration time) {
        limits.put(executable, time);
    }

    @Override
    public DispatchSchedule schedule() {
        return new DispatchSchedule(now, pause, nextScheduled, Optional.empty());
    }

    @Override
    public void releaseDueTasks() {
        ready.addAll(scheduled);
        scheduled.clear();
    }

    @Override
    public Optional<DispatchSnapshot> snapshot() {
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        snapshots++;
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(ready.stream().limit(MAX_TASKS_PER_QUEUE).toList())
                .agents(agents.toArray(AgentBuilder[]::new));
        limits.forEach((executable, time) -> snapshot.limited(executable, "*", time));
        maxLimitWait.ifPresent(snapshot::maxLimitWait);
        return Optional.of(snapshot.build());
    }

    @Override
    public StartResult start(Start start, Budgets budgets) {
        now = now.plus(claimTime);
        beforeClaim.accept(start);
        if (pause.isPresent()) {
            return StartResult.PAUSED;
        }
        if (!ready.remove(start.task())) {
            return StartResult.NOT_READY;
        }
        launched.add(start.task().id());
        return StartResult.STARTED;
    }

    @Override
    public void storeReasons(Map<UUID, String> more) {
        reasons.putAll(more);
    }

    @Override
    public void moveToReview(ExceededWaits waits) {
        inReview.addAll(waits.tasks());
    }
}
