package dev.yardmaster.plan;

import dev.yardmaster.id.NewIds;
import dev.yardmaster.task.NewTask;
import dev.yardmaster.task.Tasks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Adds plans with their tasks. Uses plain SQL: the tasks are stored with plain SQL, and everything belongs to one transaction. For any
 * thread.
 */
@Singleton
public class NewPlans {
    private final Plans plans;
    private final Tasks tasks;
    private final PlanTasks reader;
    private final PlanRepository repository;

    NewPlans(Plans plans, Tasks tasks, PlanTasks reader, PlanRepository repository) {
        this.plans = plans;
        this.tasks = tasks;
        this.reader = reader;
        this.repository = repository;
    }

    /**
     * Adds a plan and its tasks, or nothing. Fails with {@code name_taken} or {@code invalid_request}, with {@code dependency_cycle}, and as
     * {@link Tasks#add} does. The errors of tasks name their fields, such as {@code tasks[2].agent}.
     */
    public Uni<CreatedPlan> add(NewIds ids, PlanSpec spec) {
        spec.check();
        List<PlanTask> planTasks = reader.read(spec.tasks().orElse(List.of()));
        Map<String, UUID> byName = PlanTasks.ids(planTasks, Map.of(), ids);
        List<NewTask> newTasks = newTasks(ids.first(), planTasks, byName, PlanDependencies.resolve(planTasks, byName));
        return tasks.inTransaction(transaction -> repository
                        .insert(transaction, spec.newPlan(ids.first()))
                        .chain(added -> added
                                ? tasks.addAll(transaction, newTasks)
                                : Uni.createFrom().voidItem()))
                .chain(() -> plans.get(ids.first().toString()))
                .map(plan -> new CreatedPlan(plan, byName));
    }

    private static List<NewTask> newTasks(
            UUID plan, List<PlanTask> planTasks, Map<String, UUID> byName, List<List<UUID>> needs) {
        List<UUID> ids = List.copyOf(byName.values());
        List<NewTask> newTasks = new ArrayList<>();
        for (int i = 0; i < planTasks.size(); i++) {
            newTasks.add(NewTask.of(
                    ids.get(i),
                    Optional.of(planTasks.get(i).name()),
                    planTasks.get(i).spec().placed(plan, needs.get(i))));
        }
        return newTasks;
    }
}
