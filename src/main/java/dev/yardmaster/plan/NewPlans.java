package dev.yardmaster.plan;

import dev.yardmaster.id.NewIds;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import dev.yardmaster.task.NewTask;
import dev.yardmaster.task.Tasks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Adds plans with their tasks. Uses plain SQL: the tasks are stored with plain SQL, and everything belongs to one transaction. For any
 * thread.
 */
@Singleton
public class NewPlans {
    // An interrupted execution of the same request may have added the plan with this id; then nothing is added.
    private static final String INSERT = """
            INSERT INTO plan (id, name, state, created_at, updated_at) VALUES ($1, $2, $3, now(), now())
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String UNIQUE_VIOLATION = "23505";

    private final Plans plans;
    private final Tasks tasks;
    private final PlanTasks reader;

    NewPlans(Plans plans, Tasks tasks, PlanTasks reader) {
        this.plans = plans;
        this.tasks = tasks;
        this.reader = reader;
    }

    /**
     * Adds a plan and its tasks, or nothing. Fails with {@code name_taken} or {@code invalid_request}, with {@code dependency_cycle}, and as
     * {@link Tasks#add} does. The errors of tasks name their fields, such as {@code tasks[2].agent}.
     */
    public Uni<CreatedPlan> add(NewIds ids, PlanSpec spec) {
        spec.check();
        List<PlanTask> planTasks = reader.read(spec.tasks().orElse(List.of()));
        Map<String, UUID> byName = byName(planTasks, ids);
        List<NewTask> newTasks = newTasks(ids.first(), planTasks, byName, PlanDependencies.resolve(planTasks, byName));
        return tasks.inTransaction(transaction -> insert(transaction, ids.first(), spec)
                        .chain(added -> added
                                ? tasks.addAll(transaction, newTasks)
                                : Uni.createFrom().voidItem()))
                .chain(() -> plans.get(ids.first().toString()))
                .map(plan -> CreatedPlan.of(plan, byName));
    }

    private static Uni<Boolean> insert(SqlConnection transaction, UUID id, PlanSpec spec) {
        String state = spec.state().orElse(PlanState.DRAFT).value();
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, spec.name(), state))
                .map(rows -> rows.rowCount() > 0)
                .onFailure(NewPlans::isUniqueViolation)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A plan named '" + spec.name() + "' already exists. Choose another name."));
    }

    private static boolean isUniqueViolation(Throwable failure) {
        return failure instanceof PgException database && UNIQUE_VIOLATION.equals(database.getSqlState());
    }

    private static Map<String, UUID> byName(List<PlanTask> planTasks, NewIds ids) {
        Map<String, UUID> byName = new LinkedHashMap<>();
        List<FieldError> repeated = new ArrayList<>();
        for (int i = 0; i < planTasks.size(); i++) {
            String name = planTasks.get(i).name();
            if (byName.putIfAbsent(name, ids.item(i)) != null) {
                repeated.add(new FieldError(
                        "tasks[" + i + "].name", "is '" + name + "', which is also the name of an earlier task"));
            }
        }
        if (!repeated.isEmpty()) {
            throw YardmasterException.ofFields(ErrorCode.INVALID_REQUEST, repeated);
        }
        return byName;
    }

    private static List<NewTask> newTasks(
            UUID plan, List<PlanTask> planTasks, Map<String, UUID> byName, List<List<UUID>> needs) {
        List<UUID> ids = List.copyOf(byName.values());
        List<NewTask> newTasks = new ArrayList<>();
        for (int i = 0; i < planTasks.size(); i++) {
            newTasks.add(new NewTask(ids.get(i), planTasks.get(i).spec().placed(plan, needs.get(i))));
        }
        return newTasks;
    }
}
