package dev.yardmaster.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.Problem;
import dev.yardmaster.problem.RequestReader;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Adds and changes many tasks at once. An item that the request gets wrong fails alone. A failure of the service fails the whole request; it
 * can be repeated with its {@code Idempotency-Key}. For any thread.
 */
@Singleton
class TaskBulk {
    private final Tasks tasks;
    private final TaskMoveRepository moves;
    private final DependencyRepository dependencies;
    private final RequestReader reader;
    private final Pool pool;

    TaskBulk(
            Tasks tasks, TaskMoveRepository moves, DependencyRepository dependencies, RequestReader reader, Pool pool) {
        this.tasks = tasks;
        this.moves = moves;
        this.dependencies = dependencies;
        this.reader = reader;
        this.pool = pool;
    }

    /** Adds the tasks one after the other. Those that an interrupted execution of the same request has added are not added again. */
    Uni<BulkResult> add(NewIds ids, List<ObjectNode> items) {
        List<UUID> taskIds =
                IntStream.range(0, items.size()).mapToObj(ids::item).toList();
        return dependencies
                .unknown(pool, taskIds)
                .map(HashSet::new)
                .chain(missing -> Multi.createFrom()
                        .range(0, items.size())
                        .onItem()
                        .transformToUniAndConcatenate(index -> missing.contains(taskIds.get(index))
                                ? add(index, taskIds.get(index), items.get(index))
                                : Uni.createFrom().item(BulkItem.added(index, taskIds.get(index))))
                        .collect()
                        .asList())
                .map(BulkResult::of);
    }

    private Uni<BulkItem> add(int index, UUID id, ObjectNode item) {
        return Uni.createFrom()
                .deferred(() -> tasks.add(id, reader.read(item, TaskSpec.class)))
                .map(task -> BulkItem.added(index, task.id()))
                .onFailure(failure -> Problem.ofRequest(failure).isPresent())
                .recoverWithItem(failure -> BulkItem.refused(
                        index, Optional.empty(), Problem.ofRequest(failure).orElseThrow()));
    }

    /** Cancels tasks, as {@link Tasks#cancel} does. */
    Uni<BulkResult> cancel(List<UUID> ids) {
        return change(
                ids,
                transaction -> moves.stopAll(transaction, ids)
                        .chain(stopped ->
                                moves.moveAll(transaction, ids, TaskMove.CANCEL).map(moved -> union(stopped, moved))),
                task -> TaskRules.conflict(task, TaskMove.CANCEL.refusal()));
    }

    /** Reopens tasks, as {@link Tasks#reopen} does. */
    Uni<BulkResult> reopen(List<UUID> ids) {
        return change(
                ids,
                transaction -> moves.moveAll(transaction, ids, TaskMove.REOPEN),
                task -> TaskRules.conflict(task, TaskMove.REOPEN.refusal()));
    }

    /** Changes the priority of the open ones among the tasks. */
    Uni<BulkResult> prioritize(List<UUID> ids, int priority) {
        return change(
                ids,
                transaction -> moves.prioritizeAll(transaction, ids, priority),
                task -> TaskRules.conflict(task, TaskRules.ONLY_OPEN));
    }

    /**
     * Changes tasks in one transaction.
     *
     * @param change returns the ids of the tasks that it changed
     * @param refusal the error for a task in a state that does not allow the change
     */
    private Uni<BulkResult> change(
            List<UUID> ids,
            Function<SqlConnection, Uni<Set<UUID>>> change,
            Function<TaskState, YardmasterException> refusal) {
        return tasks.inTransaction(transaction -> dependencies
                        .lockTaskGraph(transaction)
                        .chain(() -> change.apply(transaction))
                        .chain(changed ->
                                moves.states(transaction, ids).map(states -> outcomes(ids, changed, states, refusal))))
                .map(BulkResult::of);
    }

    private static List<BulkItem> outcomes(
            List<UUID> ids,
            Set<UUID> changed,
            Map<UUID, TaskState> states,
            Function<TaskState, YardmasterException> refusal) {
        List<BulkItem> items = new ArrayList<>();
        for (UUID id : ids) {
            int index = items.size();
            items.add(
                    changed.contains(id)
                            ? BulkItem.changed(index, id)
                            : BulkItem.refused(
                                    index,
                                    Optional.of(id),
                                    Problem.of(Optional.ofNullable(states.get(id))
                                            .map(refusal)
                                            .orElseGet(() -> NotFound.TASK.of(id)))));
        }
        return items;
    }

    private static Set<UUID> union(Set<UUID> some, Set<UUID> others) {
        Set<UUID> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
