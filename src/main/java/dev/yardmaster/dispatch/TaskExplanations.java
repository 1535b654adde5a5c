package dev.yardmaster.dispatch;

import dev.yardmaster.agent.Agents;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.TaskExplanation.Waiting;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.question.WaitingTasks;
import dev.yardmaster.session.SessionLookup;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.Tasks;
import dev.yardmaster.tools.TaskExplainer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Explains why tasks wait, with the code and the data that the dispatcher decides with. */
@Singleton
class TaskExplanations implements TaskExplainer {
    private static final String QUEUE = """
            SELECT q.*, t.held, t.proposed, coalesce((SELECT overdue FROM plan WHERE id = t.plan), false) AS overdue, (
                SELECT count(*) FROM task other
                WHERE other.queue = t.queue AND other.state = 'open' AND other.blockers = 0 AND NOT other.held
                    AND other.scheduled_for IS NULL
                    AND (other.effective_priority, other.created_at, other.id) < (t.effective_priority, t.created_at, t.id)) AS ahead,
                ARRAY(
                    SELECT '''' || needed.title || ''' (' || needed.id || ')'
                    FROM dependency d JOIN task needed ON needed.id = d.needs
                    WHERE d.task = t.id AND needed.state <> 'done' ORDER BY d.needs LIMIT 10) AS blocked_by
            FROM task t JOIN task_queue q ON q.id = t.queue WHERE t.id = $1
            """;

    private final Pool pool;
    private final Tasks tasks;
    private final Agents agents;
    private final AgentAvailability availability;
    private final SessionLookup sessions;
    private final DispatchRepository repository;
    private final WaitingTasks waitingTasks;

    TaskExplanations(
            Pool pool,
            Tasks tasks,
            Agents agents,
            AgentAvailability availability,
            SessionLookup sessions,
            DispatchRepository repository,
            WaitingTasks waitingTasks) {
        this.waitingTasks = waitingTasks;
        this.pool = pool;
        this.tasks = tasks;
        this.agents = agents;
        this.availability = availability;
        this.sessions = sessions;
        this.repository = repository;
    }

    /**
     * Explains a task.
     *
     * @param agent the id or name of the only agent to report on; without it the explanation lists the first agents
     * @return fails with {@code task_not_found} or {@code agent_not_found}
     */
    Uni<TaskExplanation> of(UUID id, Optional<String> agent) {
        return agentName(agent).chain(name -> explain(id, name));
    }

    @Override
    public Uni<TaskExplanation> explain(UUID task) {
        return of(task, Optional.empty());
    }

    private Uni<TaskExplanation> explain(UUID id, Optional<String> agent) {
        return tasks.get(id)
                .chain(task -> resolution(task).chain(resolution -> switch (task.state()) {
                    case OPEN -> explainOpen(task, agent, resolution);
                    case WAITING ->
                        waitingTasks
                                .reasons(id)
                                .map(Waiting::forAnswers)
                                .map(waiting -> explanation(task, waiting, resolution));
                    default -> Uni.createFrom().item(explanation(task, Waiting.NOT, resolution));
                }));
    }

    private Uni<TaskExplanation> explainOpen(Task task, Optional<String> agent, Optional<Resolution> resolution) {
        return repository
                .schedule()
                .chain(schedule -> pool.preparedQuery(QUEUE)
                        .execute(Tuple.of(task.id()))
                        .map(rows -> rows.iterator().next())
                        .chain(row -> eligibility(task, DispatchRepository.queue(row))
                                .map(eligibility -> waiting(task, row, schedule, eligibility, agent)))
                        .map(waiting -> explanation(task, waiting, resolution)));
    }

    private static Waiting waiting(
            Task task, Row row, DispatchSchedule schedule, AgentEligibility eligibility, Optional<String> agent) {
        Optional<Instant> earliest = earliestStart(task, row, schedule, eligibility);
        List<String> reasons = waitsFor(task, row, schedule, eligibility);
        earliest.ifPresent(at -> reasons.add("It starts at the soonest at " + at + "."));
        return new Waiting(reasons, Optional.of(row.getLong("ahead")), earliest, eligibility.select(agent));
    }

    private Uni<Optional<String>> agentName(Optional<String> agent) {
        return agent.map(idOrName -> agents.get(idOrName).map(found -> Optional.of(found.name())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<AgentEligibility> eligibility(Task task, TaskQueue queue) {
        var ready = new ReadyTask(
                task.id(), queue, task.plan(), Optional.empty(), task.effectivePriority(), task.createdAt());
        return availability
                .all()
                .chain(all -> repository.snapshotOf(ready, all))
                .map(snapshot -> AgentEligibility.of(snapshot, ready));
    }

    private static List<String> waitsFor(Task task, Row row, DispatchSchedule schedule, AgentEligibility eligibility) {
        List<String> reasons = new ArrayList<>();
        schedule.pause().map(TaskExplanations::paused).ifPresent(reasons::add);
        if (row.getBoolean("held")) {
            reasons.add(held(row));
        }
        if (!task.blockedBy().isEmpty()) {
            reasons.add("It depends on tasks that are not done: " + blockers(task, row) + ".");
        }
        task.scheduledFor().ifPresent(at -> reasons.add("It is scheduled for " + at + "."));
        withoutAgent(eligibility).ifPresent(reasons::add);
        return reasons;
    }

    private static String held(Row row) {
        if (row.getBoolean("proposed")) {
            return "It is a proposal. Accept it by changing 'proposed' to false, or cancel it.";
        }
        return row.getBoolean("overdue")
                ? "The time of its plan is over. Change the plan's 'deadline' or 'timeLimit'."
                : "Its plan is a draft. Activate the plan.";
    }

    private static String blockers(Task task, Row row) {
        String[] shown = row.getArrayOfStrings("blocked_by");
        int more = task.blockedBy().size() - shown.length;
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    /** The earliest time at which the task can start; empty if it can start now, or if the time is unknown. */
    private static Optional<Instant> earliestStart(
            Task task, Row row, DispatchSchedule schedule, AgentEligibility eligibility) {
        boolean endlessPause =
                schedule.pause().filter(pause -> pause.until().isEmpty()).isPresent();
        boolean noAgent = !eligibility.anyReady() && eligibility.earliestReady().isEmpty();
        if (row.getBoolean("held") || !task.blockedBy().isEmpty() || endlessPause || noAgent) {
            return Optional.empty();
        }
        return Stream.of(task.scheduledFor(), schedule.pause().flatMap(Pause::until), eligibility.earliestReady())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static String paused(Pause pause) {
        return "The dispatcher is paused"
                + pause.until().map(at -> " until " + at).orElse("")
                + pause.reason().map(why -> ": " + why).orElse("") + ". POST /api/dispatcher/resume ends the pause.";
    }

    private static Optional<String> withoutAgent(AgentEligibility eligibility) {
        if (eligibility.anyReady()) {
            return Optional.empty();
        }
        return Optional.of(
                eligibility.anyEligible()
                        ? "No eligible agent can start a session for it now. See 'agents' for the reasons."
                        : "No agent is eligible for it. Register one, or change the task's requirements.");
    }

    private Uni<Optional<Resolution>> resolution(Task task) {
        return task.session()
                .map(sessions::resolution)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static TaskExplanation explanation(Task task, Waiting waiting, Optional<Resolution> resolution) {
        return new TaskExplanation(task.id(), task.state(), waiting, task.session(), resolution);
    }
}
