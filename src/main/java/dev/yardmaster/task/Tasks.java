package dev.yardmaster.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Adds, lists and changes tasks for people. The dispatcher changes the same rows in its own transactions. For any thread. */
@Singleton
public class Tasks {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String PLAN_CANCELLED = "YP001";

    private final TaskRepository repository;
    private final TaskMoveRepository moves;
    private final DependencyRepository dependencies;
    private final Executables executables;
    private final MergePatch patches;
    private final Pool pool;

    Tasks(
            TaskRepository repository,
            TaskMoveRepository moves,
            DependencyRepository dependencies,
            Executables executables,
            MergePatch patches,
            Pool pool) {
        this.repository = repository;
        this.moves = moves;
        this.dependencies = dependencies;
        this.executables = executables;
        this.patches = patches;
        this.pool = pool;
    }

    /**
     * Adds a task. Fails with {@code unknown_agent}, {@code unknown_project}, {@code unknown_plan}, {@code unknown_task},
     * {@code unknown_role}, {@code unknown_provider}, {@code unknown_executable} or {@code invalid_request}, and with {@code conflict} if the plan is cancelled.
     */
    public Uni<Task> add(UUID id, TaskSpec spec) {
        check(spec);
        Set<UUID> needs = spec.dependencies();
        if (needs.isEmpty()) {
            return checkedForReferences(pool, repository.insert(pool, id, spec), spec);
        }
        return inTaskGraph(transaction -> requireKnown(transaction, needs)
                .chain(() -> checkedForReferences(transaction, repository.insert(transaction, id, spec), spec))
                .chain(() -> dependencies.require(transaction, id, needs))
                .chain(() -> found(transaction, id)));
    }

    /**
     * Adds a proposal for work that an agent has found. If it is blocking, the task of the agent depends on it. Fails as {@link #add} does.
     */
    public Uni<Task> addDiscovered(UUID id, TaskSpec spec, Task.Discovery discovery) {
        check(spec);
        List<NewTask> found = List.of(new NewTask(id, Optional.empty(), Optional.of(discovery), spec));
        return inTaskGraph(transaction -> addAll(transaction, found)
                .chain(() -> discovery.blocking() && discovery.task().isPresent()
                        ? dependencies.require(transaction, discovery.task().get(), Set.of(id))
                        : Uni.createFrom().voidItem())
                .chain(() -> found(transaction, id)));
    }

    /** Checks what can be checked without the database. Fails as {@link #add} does. */
    public void check(TaskSpec spec) {
        TaskRules.check(spec);
        checkRunsOn(spec);
    }

    /** Runs a transaction that adds tasks and what they belong to. */
    public <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }

    /**
     * Adds tasks that have been checked, with their dependencies, which may be among the tasks but contain no cycle. Fails as {@link #add}
     * does; the error names the field, such as {@code tasks[2].agent}.
     */
    public Uni<Void> addAll(SqlConnection transaction, List<NewTask> tasks) {
        return tasks.isEmpty()
                ? Uni.createFrom().voidItem()
                : dependencies
                        .lockTaskGraph(transaction)
                        .chain(() -> dependencies.unknown(transaction, NewTask.needsOutside(tasks)))
                        .invoke(unknown -> NewTask.requireNone(unknown, tasks))
                        .chain(() -> checkedForConflicts(repository.insertAll(transaction, tasks)))
                        .chain(missing -> missing.map(index -> missingReference(transaction, tasks, index))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .chain(() -> dependencies.requireAll(transaction, NewTask.dependencies(tasks)));
    }

    private Uni<Void> missingReference(SqlConnection transaction, List<NewTask> tasks, int index) {
        TaskSpec spec = tasks.get(index).spec();
        return repository
                .references(transaction, spec.agent(), spec.project(), spec.plan())
                .map(references -> {
                    throw TaskRules.missingReference(references).inside("tasks[" + index + "]");
                });
    }

    /** The task with an id; fails with {@code task_not_found}. */
    public Uni<Task> get(UUID id) {
        return repository.find(pool, id).map(found -> found.orElseThrow(() -> NotFound.TASK.of(id)));
    }

    /**
     * A page of the tasks that match a filter. Fails with {@code invalid_request} or {@code invalid_cursor}, and with {@code agent_not_found}, {@code project_not_found} or
     * {@code plan_not_found} if the filter names something that does not exist.
     */
    public Uni<List<Task>> list(TaskFilter filter, int limit) {
        return repository
                .list(pool, filter, limit)
                .call(found -> found.isEmpty()
                        ? requireKnown(filter)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> requireKnown(TaskFilter filter) {
        return repository
                .references(pool, filter.agent(), filter.project(), filter.plan())
                .invoke(filter::requireKnown)
                .replaceWithVoid();
    }

    /**
     * Applies a JSON merge patch to an open task. Fails like {@link #add}, with {@code conflict} if the task is not open or would get another
     * project than that of its worktree, and with {@code dependency_cycle} if the task would depend on itself.
     */
    public Uni<Task> change(UUID id, ObjectNode patch) {
        return inTaskGraph(transaction -> repository
                .lock(transaction, id)
                .map(found -> TaskRules.requireOpen(found.orElseThrow(() -> NotFound.TASK.of(id))))
                .chain(task -> change(transaction, task, patches.apply(task.spec(), patch, TaskSpec.class)))
                .chain(() -> found(transaction, id)));
    }

    /**
     * Cancels a task. A running task is cancelled as soon as its session has been stopped, at whichever service the session runs. Fails with
     * {@code task_not_found} or {@code conflict}.
     */
    public Uni<Task> cancel(UUID id) {
        return inTaskGraph(transaction -> moves.stop(transaction, id)
                .chain(stopped ->
                        stopped ? found(transaction, id) : move(transaction, id, TaskMove.CANCEL, Optional.empty())));
    }

    /**
     * Completes a task that is open or in review. Fails with {@code task_not_found} or {@code conflict}.
     *
     * @param result the result of the task; by default the agent's last message
     */
    public Uni<Task> complete(UUID id, Optional<String> result) {
        return move(id, TaskMove.COMPLETE, result);
    }

    /** Reopens a task that has ended, and resets its failures. Fails with {@code task_not_found} or {@code conflict}. */
    public Uni<Task> reopen(UUID id) {
        return move(id, TaskMove.REOPEN, Optional.empty());
    }

    /** Deletes a task with its sessions. Fails with {@code task_not_found}, and with {@code conflict} if it runs or others wait for it. */
    Uni<Void> remove(UUID id) {
        return inTaskGraph(transaction -> repository
                .lock(transaction, id)
                .invoke(found -> TaskRules.requireNotRunning(found.orElseThrow(() -> NotFound.TASK.of(id))))
                .chain(() -> dependencies.waitingFor(transaction, id))
                .invoke(TaskRules::requireNoneWaiting)
                .chain(() -> repository.delete(transaction, id)));
    }

    private Uni<Task> move(UUID id, TaskMove move, Optional<String> result) {
        return inTaskGraph(transaction -> move(transaction, id, move, result));
    }

    private Uni<Task> move(SqlConnection transaction, UUID id, TaskMove move, Optional<String> result) {
        return moves.move(transaction, id, move, result)
                .chain(moved -> found(transaction, id).invoke(task -> TaskRules.requireMoved(moved, task, move)));
    }

    private Uni<Void> change(SqlConnection transaction, Task task, TaskSpec spec) {
        TaskRules.check(spec);
        // A provider or executable that has disappeared does not block changes of other fields.
        if (!spec.provider().equals(task.provider()) || !spec.executable().equals(task.executable())) {
            checkRunsOn(spec);
        }
        return changeFields(transaction, task, spec).chain(() -> addDependencies(transaction, task, spec));
    }

    /**
     * Gives a task of the caller's transaction another description, except for the dependencies that it gets. The caller has locked the task
     * graph and the task, and checked the description. Fails as {@link #change} does.
     */
    public Uni<Void> changeFields(SqlConnection transaction, Task task, TaskSpec spec) {
        Set<UUID> removed = without(Set.copyOf(task.dependsOn()), spec.dependencies());
        return checkedForReferences(transaction, repository.update(transaction, task.id(), spec), spec)
                .chain(changed -> requireProjectOfWorktree(transaction, task, changed))
                .chain(() -> dependencies.release(transaction, task.id(), removed));
    }

    /** Adds the dependencies that a task gets by a change of {@link #changeFields}. Fails with {@code unknown_task} or {@code dependency_cycle}. */
    public Uni<Void> addDependencies(SqlConnection transaction, Task task, TaskSpec spec) {
        Set<UUID> added = without(spec.dependencies(), Set.copyOf(task.dependsOn()));
        return requireKnown(transaction, added)
                .chain(() -> dependencies.dependenciesInCycle(transaction, task.id(), added))
                .invoke(found -> Dependencies.cycle(task.id(), found).ifPresent(TaskRules::rejectCycle))
                .chain(() -> dependencies.require(transaction, task.id(), added));
    }

    /** Locks the task graph and then the tasks of a plan until the transaction ends. Returns the tasks, the oldest first. */
    public Uni<List<Task>> lockPlan(SqlConnection transaction, UUID plan) {
        return dependencies.lockTaskGraph(transaction).chain(() -> repository.lockPlan(transaction, plan));
    }

    /** Cancels those of some tasks that are open. The caller has locked them. */
    public Uni<Void> cancelOpen(SqlConnection transaction, Collection<UUID> tasks, String reason) {
        return moves.cancelOpen(transaction, tasks, reason);
    }

    /** Reopens those of some tasks that have ended, and resets their failures. The caller has locked them. */
    public Uni<Void> reopenAll(SqlConnection transaction, Collection<UUID> tasks) {
        return moves.moveAll(transaction, tasks, TaskMove.REOPEN).replaceWithVoid();
    }

    private Uni<Void> requireProjectOfWorktree(SqlConnection transaction, Task before, Task changed) {
        return changed.project().equals(before.project())
                ? Uni.createFrom().voidItem()
                : repository
                        .worksElsewhere(transaction, changed.id(), changed.project())
                        .invoke(TaskRules::requireProjectOfWorktree)
                        .replaceWithVoid();
    }

    private void checkRunsOn(TaskSpec spec) {
        if (spec.provider().isPresent() || spec.executable().isPresent()) {
            executables.choose(spec.provider(), spec.executable());
        }
    }

    /** Runs a transaction that may change tasks with dependencies. */
    private <T> Uni<T> inTaskGraph(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(
                transaction -> dependencies.lockTaskGraph(transaction).chain(() -> work.apply(transaction)));
    }

    private Uni<Task> found(SqlConnection transaction, UUID id) {
        return repository.find(transaction, id).map(found -> found.orElseThrow(() -> NotFound.TASK.of(id)));
    }

    private Uni<Void> requireKnown(SqlConnection transaction, Collection<UUID> tasks) {
        return dependencies
                .unknown(transaction, tasks)
                .invoke(TaskRules::requireNoUnknown)
                .replaceWithVoid();
    }

    /** The written task, or the error for an agent, project or plan that does not exist or accepts no task. */
    private Uni<Task> checkedForReferences(SqlClient client, Uni<Optional<Task>> written, TaskSpec spec) {
        return checkedForConflicts(written)
                .chain(task -> task.map(it -> Uni.createFrom().item(it))
                        .orElseGet(() -> repository
                                .references(client, spec.agent(), spec.project(), spec.plan())
                                .map(references -> {
                                    throw TaskRules.missingReference(references);
                                })));
    }

    private static <T> Uni<T> checkedForConflicts(Uni<T> written) {
        return written.onFailure(failure -> hasState(failure, PLAN_CANCELLED))
                .transform(_ -> new YardmasterException(
                        ErrorCode.CONFLICT, "The plan is cancelled and accepts no more tasks. Choose another plan."))
                .onFailure(failure -> hasState(failure, FOREIGN_KEY_VIOLATION))
                .transform(_ -> new YardmasterException(
                        ErrorCode.CONFLICT,
                        "The agent or project of the task was removed at the same time. Choose another one."));
    }

    private static Set<UUID> without(Set<UUID> all, Set<UUID> some) {
        Set<UUID> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static boolean hasState(Throwable failure, String state) {
        return failure instanceof PgException database && state.equals(database.getSqlState());
    }
}
