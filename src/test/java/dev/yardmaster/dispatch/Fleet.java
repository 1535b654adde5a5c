package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.AvailableAgent;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import dev.yardmaster.dispatch.planning.ProviderCatalogue;
import dev.yardmaster.dispatch.planning.QueueCapacity;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LedgerModel;
import dev.yardmaster.limit.LimitReport;
import dev.yardmaster.pool.PoolsModel;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.pool.SlotRequest;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
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
 * The database of a simulated fleet: plain rows in memory, changed in the way in which the repositories change them in SQL, and a clock that
 * is advanced by hand. Where the database would notify the dispatcher, {@link #notified} becomes true.
 */
final class Fleet {
    static final Instant START = Instant.parse("2026-03-11T12:00:00Z");

    final Map<UUID, FleetAgent> agents = new LinkedHashMap<>();
    final Map<UUID, Project> projects = new LinkedHashMap<>();
    final Map<UUID, FleetTask> tasks = new LinkedHashMap<>();
    final Map<UUID, FleetSession> live = new LinkedHashMap<>();
    /** All running sessions, and the ended ones that may still matter for a slow start. */
    final List<FleetSession> recent = new ArrayList<>();

    final PoolsModel pools = new PoolsModel(ProviderCatalogue::modelName);
    final LedgerModel ledger = new LedgerModel();
    final FleetBudgets budgets = new FleetBudgets();
    /** The executables that can't be used because their credentials were refused. */
    final Set<String> faults = new HashSet<>();

    final FleetCounts counts = new FleetCounts();
    final SettingsProfile settings;
    private final Map<String, TaskQueue> queues = new HashMap<>();
    private final RetryPolicy policy;

    Instant now = START;
    Optional<PauseRepository.Pause> pause = Optional.empty();
    boolean notified;
    boolean traced;
    private long lastId;

    Fleet(SettingsProfile settings, RandomGenerator random) {
        this.settings = settings;
        this.policy = new RetryPolicy(new DefaultDispatchConfig(), random);
    }

    /** Ids grow with time, as real ones do. */
    UUID nextId() {
        return new UUID(1, ++lastId);
    }

    /** The queue with these requirements; a new one gets the next id. */
    TaskQueue queue(TaskQueue requirements) {
        String key = requirements.role() + " " + requirements.reservedFor() + " " + requirements.project() + " "
                + requirements.requires().stream().sorted().toList();
        return queues.computeIfAbsent(
                key,
                _ -> new TaskQueue(
                        queues.size() + 1,
                        requirements.role(),
                        requirements.reservedFor(),
                        requirements.project(),
                        requirements.requires(),
                        requirements.choice()));
    }

    void trace(String event) {
        if (traced) {
            System.out.println(now + " " + event);
        }
    }

    void add(FleetTask task) {
        tasks.put(task.id, task);
        notified = true;
    }

    /** Like {@link DispatchRepository#schedule}. */
    DispatchSchedule schedule() {
        Optional<Instant> nextScheduled = tasks.values().stream()
                .filter(task -> task.state == TaskState.OPEN)
                .flatMap(task -> task.scheduledFor.stream())
                .min(Instant::compareTo);
        return new DispatchSchedule(now, currentPause(), nextScheduled, ledger.nextReset(now));
    }

    Optional<PauseRepository.Pause> currentPause() {
        return pause.filter(it -> it.until().map(now::isBefore).orElse(true));
    }

    /** Like {@link DispatchRepository#releaseDueTasks}. */
    void releaseDueTasks() {
        tasks.values().stream()
                .filter(task -> task.scheduledFor.isPresent() && task.isDue(now))
                .forEach(task -> {
                    task.scheduledFor = Optional.empty();
                    notified = true;
                });
    }

    /** Like {@link DispatchRepository#snapshot}. */
    Optional<DispatchSnapshot> snapshot() {
        List<AvailableAgent> free = freeAgents();
        List<ReadyTask> ready = free.isEmpty() ? List.of() : readyTasks(free);
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DispatchSnapshot(ready, free, context(budgets.exhausted(now)), projects, pools.current()));
    }

    SelectionContext context(Budgets spent) {
        return new SelectionContext(
                ProviderCatalogue.RESOLVER,
                Overrides.NONE,
                settings,
                ledger.current(now),
                ledger.slowStarts(runs(), now),
                spent,
                name -> faults.contains(name) ? Optional.of("It is signed out.") : Optional.empty(),
                now);
    }

    Collection<LedgerModel.Run> runs() {
        recent.removeIf(it -> it.end.isPresent() && it.startedAt.isBefore(now.minusSeconds(1000)));
        return recent.stream().map(FleetSession::run).toList();
    }

    Map<UUID, Integer> sessionsByAgent() {
        Map<UUID, Integer> sessions = new HashMap<>();
        live.values().forEach(session -> sessions.merge(session.agent.profile.id(), 1, Integer::sum));
        return sessions;
    }

    int freeSessions(FleetAgent agent) {
        long used = live.values().stream().filter(it -> it.agent == agent).count();
        return (int) (agent.maxSessions - used);
    }

    /** Stores a session with its slots, and assigns its task to it. */
    void start(FleetSession session, List<Slot> slots) {
        live.put(session.id, session);
        recent.add(session);
        pools.take(session.id, slots);
        session.task.ifPresent(task -> {
            task.state = TaskState.RUNNING;
            task.session = Optional.of(session.id);
            task.reason = Optional.empty();
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

    /** Ends a session, and makes all the changes of the transaction that ends it. */
    void end(FleetSession session, SessionEnd end) {
        live.remove(session.id);
        session.end = Optional.of(end.state());
        pools.release(session.id);
        budgets.addUsage(session);
        end.limit().ifPresent(limit -> ledger.record(report(session, limit), nextId(), runs()));
        if (end.cause().failure() instanceof FailureCause.Auth) {
            faults.add(session.resolution.executable());
        }
        session.task
                .filter(task -> task.state == TaskState.RUNNING && task.session.equals(Optional.of(session.id)))
                .ifPresent(task -> update(task, end));
        counts.addEnd(end);
        notified = true;
    }

    Map<UUID, SlotRequest> slotRequests() {
        Map<UUID, SlotRequest> requests = new LinkedHashMap<>();
        live.forEach((id, session) -> requests.put(id, session.slotRequest()));
        return requests;
    }

    /** Like {@link WaitingTaskRepository#moveToReview}. */
    void moveToReview(ExceededWaits waits) {
        waits.tasks().stream()
                .map(tasks::get)
                .filter(task -> task.state == TaskState.OPEN
                        && live.values().stream().noneMatch(session -> session.agent.isEligibleFor(task.queue)))
                .forEach(task -> {
                    task.state = TaskState.REVIEW;
                    task.reason = Optional.of(waits.reason());
                    counts.add("waits given up");
                });
    }

    /** Like {@link TaskCompletionHandler}. */
    private void update(FleetTask task, SessionEnd end) {
        var history = new RetryPolicy.History(
                task.attempts - task.forgiven,
                task.failures,
                task.troubles,
                new DefaultDispatchConfig().maxFailures(),
                0);
        task.completions += end.state() == SessionState.COMPLETED ? 1 : 0;
        switch (policy.next(end, history)) {
            case RetryPolicy.Next.Done() -> task.state = TaskState.DONE;
            case RetryPolicy.Next.HandOff(var _) -> throw new IllegalStateException("Its agents report nothing");
            case RetryPolicy.Next.Waiting _ -> throw new IllegalStateException("Its agents ask nothing");
            case RetryPolicy.Next.Review() -> task.state = TaskState.REVIEW;
            case RetryPolicy.Next.Retry(var delay, int failures, int troubles, var _) -> {
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

    private List<AvailableAgent> freeAgents() {
        Map<UUID, Integer> sessions = sessionsByAgent();
        return agents.values().stream()
                .filter(agent -> agent.enabled)
                .map(agent -> new AvailableAgent(
                        agent.profile,
                        agent.tags,
                        agent.maxSessions - sessions.getOrDefault(agent.profile.id(), 0),
                        true))
                .filter(agent -> agent.freeSessions() > 0)
                .sorted(Comparator.comparing(agent -> agent.profile().name()))
                .toList();
    }

    /** For each queue and priority the oldest tasks, no more than the free agents can start. */
    private List<ReadyTask> readyTasks(List<AvailableAgent> free) {
        var capacity = new QueueCapacity(free);
        Map<TaskQueue, List<ReadyTask>> byQueue = new LinkedHashMap<>();
        tasks.values().stream()
                .filter(FleetTask::isReady)
                .forEach(task -> byQueue.computeIfAbsent(task.queue, _ -> new ArrayList<>())
                        .add(task.toReadyTask()));
        List<ReadyTask> ready = new ArrayList<>();
        byQueue.forEach((queue, waiting) -> {
            int limit = Math.min(DispatchStore.MAX_TASKS_PER_QUEUE, capacity.of(queue));
            waiting.sort(Comparator.comparing(ReadyTask::createdAt).thenComparing(ReadyTask::id));
            IntStream.rangeClosed(1, 5)
                    .forEach(priority -> waiting.stream()
                            .filter(task -> task.priority() == priority)
                            .limit(limit)
                            .forEach(ready::add));
        });
        return ready;
    }
}
