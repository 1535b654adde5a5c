package dev.yardmaster.dispatch;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LedgerModel;
import dev.yardmaster.limit.LimitReport;
import dev.yardmaster.pool.PoolsModel;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.pool.SlotRequest;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import dev.yardmaster.settings.SettingsProfile;
import dev.yardmaster.task.TaskState;
import dev.yardmaster.usage.Budgets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The database of a simulated fleet, with a clock that is moved by hand: plain rows, and over them what the repositories do in
 * SQL. What would send a notification raises {@link #notified}.
 */
final class Fleet {
    static final Instant START = Instant.parse("2026-03-11T12:00:00Z");

    final Map<UUID, FleetAgent> agents = new LinkedHashMap<>();
    final Map<UUID, Project> projects = new LinkedHashMap<>();
    final Map<UUID, FleetTask> tasks = new LinkedHashMap<>();
    final Map<UUID, FleetSession> live = new LinkedHashMap<>();
    /** Since the limits that ended longest ago and are remembered. */
    final List<FleetSession> lately = new ArrayList<>();

    final PoolsModel pools = new PoolsModel(FleetCatalogue::told);
    final LedgerModel ledger = new LedgerModel();
    final FleetBudgets budgets = new FleetBudgets();
    final Set<String> faults = new HashSet<>();
    final FleetCounts counts = new FleetCounts();
    final List<String> workspaceChain;
    private final Map<String, TaskQueue> lanes = new HashMap<>();
    private final RetryPolicy policy;

    Instant now = START;
    Optional<PauseRepository.Pause> pause = Optional.empty();
    boolean notified;
    boolean traced;
    private long lastId;

    Fleet(List<String> workspaceChain, RandomGenerator random) {
        this.workspaceChain = workspaceChain;
        this.policy = new RetryPolicy(new PresetDispatchConfig(), random);
    }

    /** Ids in the order of time, as the real ones. */
    UUID nextId() {
        return new UUID(1, ++lastId);
    }

    TaskQueue lane(TaskQueue demand) {
        String key = demand.role() + " " + demand.reservedFor() + " " + demand.project() + " "
                + demand.requires().stream().sorted().toList();
        return lanes.computeIfAbsent(
                key,
                _ -> new TaskQueue(
                        lanes.size() + 1, demand.role(), demand.reservedFor(), demand.project(), demand.requires()));
    }

    void trace(String what) {
        if (traced) {
            System.out.println(now + " " + what);
        }
    }

    void add(FleetTask task) {
        tasks.put(task.id, task);
        notified = true;
    }

    DispatchSchedule agenda() {
        Optional<Instant> nextScheduled = tasks.values().stream()
                .filter(task -> task.state == TaskState.OPEN)
                .flatMap(task -> task.scheduledFor.stream())
                .min(Instant::compareTo);
        return new DispatchSchedule(now, pauseNow(), nextScheduled, ledger.nextReset(now));
    }

    Optional<PauseRepository.Pause> pauseNow() {
        return pause.filter(it -> it.until().map(now::isBefore).orElse(true));
    }

    /** As {@link DispatchRepository#release}. */
    void release() {
        tasks.values().stream()
                .filter(task -> task.scheduledFor.isPresent() && task.isDue(now))
                .forEach(task -> {
                    task.scheduledFor = Optional.empty();
                    notified = true;
                });
    }

    /** As {@link DispatchRepository#look}. */
    Optional<DispatchSnapshot> look() {
        List<AvailableAgent> free = free();
        List<ReadyTask> ready = free.isEmpty() ? List.of() : ready(free);
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(new DispatchSnapshot(ready, free, outlook(budgets.now(now)), projects, pools.current()));
    }

    SelectionContext outlook(Budgets spent) {
        return new SelectionContext(
                FleetCatalogue.RESOLVER,
                Overrides.NONE,
                new SettingsProfile(
                        Optional.empty(), Optional.empty(), Map.of(), Map.of(), workspaceChain, Optional.empty()),
                ledger.current(now),
                ledger.slowStarts(runs(), now),
                spent,
                name -> faults.contains(name) ? Optional.of("It is signed out.") : Optional.empty(),
                now);
    }

    Collection<LedgerModel.Run> runs() {
        lately.removeIf(it -> it.end.isPresent() && it.startedAt.isBefore(now.minusSeconds(1000)));
        return lately.stream().map(FleetSession::run).toList();
    }

    Map<UUID, Integer> busy() {
        Map<UUID, Integer> busy = new HashMap<>();
        live.values().forEach(session -> busy.merge(session.agent.profile.id(), 1, Integer::sum));
        return busy;
    }

    int room(FleetAgent agent) {
        long used = live.values().stream().filter(it -> it.agent == agent).count();
        return (int) (agent.sessionsAtOnce - used);
    }

    /** Stores a session with its slots, and gives it its task. */
    void begin(FleetSession session, List<Slot> slots) {
        live.put(session.id, session);
        lately.add(session);
        pools.take(session.id, slots);
        session.task.ifPresent(task -> {
            task.state = TaskState.RUNNING;
            task.session = Optional.of(session.id);
            task.attempts++;
        });
    }

    void answer(FleetSession session) {
        session.answeredAt = Optional.of(now);
        String executable = session.resolution.executable();
        notified |= ledger.rows().stream()
                .anyMatch(row -> row.executable().equals(executable)
                        && !row.blockedUntil().isAfter(now));
    }

    /** Ends a session in one transaction, with all that follows. */
    void end(FleetSession session, SessionEnd end) {
        live.remove(session.id);
        session.end = Optional.of(end.state());
        pools.release(session.id);
        budgets.spent(session);
        end.limit().ifPresent(limit -> ledger.record(report(session, limit), nextId(), runs()));
        if (end.cause().failure() instanceof FailureCause.Auth) {
            faults.add(session.resolution.executable());
        }
        session.task
                .filter(task -> task.state == TaskState.RUNNING && task.session.equals(Optional.of(session.id)))
                .ifPresent(task -> move(task, end));
        counts.ended(end);
        notified = true;
    }

    Map<UUID, SlotRequest> running() {
        Map<UUID, SlotRequest> running = new LinkedHashMap<>();
        live.forEach((id, session) -> running.put(id, session.occupant()));
        return running;
    }

    /** As {@link TaskCompletionHandler}. */
    private void move(FleetTask task, SessionEnd end) {
        var past = new RetryPolicy.Past(task.attempts - task.forgiven, task.failures, task.troubles);
        task.completions += end.state() == SessionState.COMPLETED ? 1 : 0;
        switch (policy.after(end, past)) {
            case RetryPolicy.Next.Done() -> task.state = TaskState.DONE;
            case RetryPolicy.Next.Review() -> task.state = TaskState.REVIEW;
            case RetryPolicy.Next.Again(var delay, int failures, int troubles) -> {
                task.state = TaskState.OPEN;
                task.failures = failures;
                task.troubles = troubles;
                task.scheduledFor = delay.isPositive() ? Optional.of(now.plus(delay)) : Optional.empty();
            }
            case RetryPolicy.Next.GivenUp(int failures, int troubles) -> {
                task.state = TaskState.FAILED;
                task.failures = failures;
                task.troubles = troubles;
            }
        }
    }

    private LimitReport report(FleetSession session, FailureCause.Blocked limit) {
        return new LimitReport(
                session.resolution.executable(),
                session.resolution.provider(),
                limit.metOn(session.resolution.model()),
                now,
                Optional.of(session.id),
                Optional.empty());
    }

    private List<AvailableAgent> free() {
        Map<UUID, Integer> busy = busy();
        return agents.values().stream()
                .filter(agent -> agent.enabled)
                .map(agent -> new AvailableAgent(
                        agent.profile,
                        agent.tags,
                        agent.sessionsAtOnce - busy.getOrDefault(agent.profile.id(), 0),
                        true))
                .filter(agent -> agent.free() > 0)
                .sorted(Comparator.comparing(agent -> agent.profile().name()))
                .toList();
    }

    /** Of each lane and priority the oldest, and no more than there is room for. */
    private List<ReadyTask> ready(List<AvailableAgent> free) {
        var room = new QueueCapacity(free);
        Map<TaskQueue, List<ReadyTask>> byLane = new LinkedHashMap<>();
        tasks.values().stream()
                .filter(FleetTask::isReady)
                .forEach(task -> byLane.computeIfAbsent(task.lane, _ -> new ArrayList<>())
                        .add(task.ready()));
        List<ReadyTask> ready = new ArrayList<>();
        byLane.forEach((lane, waiting) -> {
            int most = Math.min(DispatchRepository.TASKS_AT_ONCE, room.of(lane));
            waiting.sort(Comparator.comparing(ReadyTask::since).thenComparing(ReadyTask::id));
            IntStream.rangeClosed(1, 5)
                    .forEach(urgency -> waiting.stream()
                            .filter(task -> task.priority() == urgency)
                            .limit(most)
                            .forEach(ready::add));
        });
        return ready;
    }
}
