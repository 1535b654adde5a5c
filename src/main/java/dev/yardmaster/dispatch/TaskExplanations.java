package dev.yardmaster.dispatch;

import dev.yardmaster.agent.Agents;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.TaskExplanation.AgentAnswer;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.session.SessionLookup;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskState;
import dev.yardmaster.task.Tasks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Explains tasks from what the dispatcher sees of them. */
@Singleton
class TaskExplanations {
    private static final String LANE = """
            SELECT q.*, t.held, (
                SELECT count(*) FROM task other
                WHERE other.queue = t.queue AND other.state = 'open' AND other.blockers = 0 AND NOT other.held
                    AND other.scheduled_for IS NULL
                    AND (other.effective_priority, other.created_at, other.id) < (t.effective_priority, t.created_at, t.id)) AS ahead
            FROM task t JOIN task_queue q ON q.id = t.queue WHERE t.id = $1
            """;

    private final Pool pool;
    private final Tasks tasks;
    private final Agents agents;
    private final AgentAvailability crew;
    private final SessionLookup sessions;
    private final DispatchRepository repository;

    TaskExplanations(
            Pool pool,
            Tasks tasks,
            Agents agents,
            AgentAvailability crew,
            SessionLookup sessions,
            DispatchRepository repository) {
        this.pool = pool;
        this.tasks = tasks;
        this.agents = agents;
        this.crew = crew;
        this.sessions = sessions;
        this.repository = repository;
    }

    /**
     * Explains a task.
     *
     * @param agent the id or name of the agent whose answer is wanted; the first answers of all when absent
     * @return fails with {@code task_not_found} or {@code agent_not_found}
     */
    Uni<TaskExplanation> of(UUID id, Optional<String> agent) {
        return name(agent).chain(name -> explain(id, name));
    }

    private Uni<TaskExplanation> explain(UUID id, Optional<String> agent) {
        return tasks.get(id)
                .chain(task -> resolution(task)
                        .chain(resolution -> task.state() == TaskState.OPEN
                                ? open(task, agent, resolution)
                                : Uni.createFrom()
                                        .item(why(task, List.of(), Optional.empty(), List.of(), resolution))));
    }

    private Uni<TaskExplanation> open(Task task, Optional<String> agent, Optional<Resolution> resolution) {
        return repository
                .agenda()
                .chain(agenda -> pool.preparedQuery(LANE)
                        .execute(Tuple.of(task.id()))
                        .map(rows -> rows.iterator().next())
                        .chain(row -> answers(task, DispatchRepository.lane(row))
                                .map(answers -> {
                                    List<String> waitsFor = waitsFor(task, row, agenda);
                                    agents(answers).ifPresent(waitsFor::add);
                                    return why(
                                            task,
                                            waitsFor,
                                            Optional.of(row.getLong("ahead")),
                                            answers.told(agent),
                                            resolution);
                                })));
    }

    private Uni<Optional<String>> name(Optional<String> agent) {
        return agent.map(idOrName -> agents.get(idOrName).map(found -> Optional.of(found.name())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<AgentEligibility> answers(Task task, TaskQueue lane) {
        var ready = new ReadyTask(task.id(), lane, task.effectivePriority(), task.createdAt());
        return crew.all()
                .chain(agents ->
                        repository.lookFor(ready, agents).map(situation -> AgentEligibility.of(situation, lane)));
    }

    private static List<String> waitsFor(Task task, Row row, DispatchSchedule agenda) {
        List<String> reasons = new ArrayList<>();
        agenda.pause().map(TaskExplanations::paused).ifPresent(reasons::add);
        if (row.getBoolean("held")) {
            reasons.add("Its plan is a draft. Activate the plan.");
        }
        if (!task.blockedBy().isEmpty()) {
            reasons.add("It depends on tasks that are not done: "
                    + String.join(
                            ", ", task.blockedBy().stream().map(UUID::toString).toList()) + ".");
        }
        task.scheduledFor().ifPresent(at -> reasons.add("It is scheduled for " + at + "."));
        return reasons;
    }

    private static String paused(Pause pause) {
        return "The dispatcher is paused by hand"
                + pause.until().map(at -> " until " + at).orElse("")
                + pause.reason().map(why -> ": " + why).orElse("") + ". POST /api/dispatcher/resume ends that.";
    }

    private static Optional<String> agents(AgentEligibility answers) {
        if (answers.anyReady()) {
            return Optional.empty();
        }
        return Optional.of(
                answers.anyAble()
                        ? "No agent that may have it can start a session for it now; 'agents' says why."
                        : "There is no agent that may have it. Register one, or change what the task requires.");
    }

    private Uni<Optional<Resolution>> resolution(Task task) {
        return task.session()
                .map(sessions::resolution)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static TaskExplanation why(
            Task task,
            List<String> waitsFor,
            Optional<Long> ahead,
            List<AgentAnswer> agents,
            Optional<Resolution> resolution) {
        return new TaskExplanation(task.id(), task.state(), waitsFor, ahead, agents, task.session(), resolution);
    }
}
