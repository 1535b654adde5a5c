package dev.yardmaster.plan;

import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.plan.PlanPatch.Added;
import dev.yardmaster.plan.PlanPatch.Change;
import dev.yardmaster.plan.PlanRepository.NewPlan;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.Tasks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Adds or changes a plan so that it fits a description of all its tasks. Everything happens in one transaction, or nothing. For any thread.
 */
@Singleton
public class PlanApplication {
    private static final String LEFT_OUT = "The description of its plan does not contain it any more.";

    private final Tasks tasks;
    private final PlanTasks reader;
    private final PlanRepository repository;

    PlanApplication(Tasks tasks, PlanTasks reader, PlanRepository repository) {
        this.tasks = tasks;
        this.reader = reader;
        this.repository = repository;
    }

    /**
     * Applies a description. Applied for the second time it changes nothing. Fails with {@code plan_not_found} for an unknown id, with {@code
     * conflict} if the plan is cancelled, and as {@link NewPlans#add} does.
     *
     * @param idOrName the plan; a name that no plan has creates one
     * @param director the agent that is woken by the events of a new plan
     * @param dryRun whether nothing is stored
     */
    public Uni<AppliedPlan> apply(String idOrName, PlanTasksSpec spec, Optional<UUID> director, boolean dryRun) {
        PlanRules.requireStart(spec.state());
        PlanRules.checkTime(spec.time());
        List<PlanTask> wanted = reader.read(spec.tasks());
        return tasks.inTransaction(transaction -> plan(transaction, idOrName, spec, director)
                        .chain(plan -> apply(transaction, plan, spec, wanted, dryRun))
                        .invoke(applied -> {
                            if (dryRun) {
                                throw new DryRun(applied);
                            }
                        }))
                .onFailure(DryRun.class)
                .recoverWithItem(failure -> ((DryRun) failure).result);
    }

    /** Ends the transaction of a dry run, so that the database forgets it. */
    private static final class DryRun extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient AppliedPlan result;

        DryRun(AppliedPlan result) {
            super("The request is a dry run", null, false, false);
            this.result = result;
        }
    }

    /** A plan that is locked, with its tasks. */
    private record Target(PlanRow plan, boolean created, List<Task> tasks) {}

    private Uni<Target> plan(SqlConnection transaction, String idOrName, PlanTasksSpec spec, Optional<UUID> director) {
        return repository
                .find(transaction, idOrName)
                .chain(found -> found.map(plan -> lock(transaction, plan))
                        .orElseGet(() -> create(transaction, idOrName, spec, director)));
    }

    private Uni<Target> lock(SqlConnection transaction, PlanRow found) {
        return tasks.lockPlan(transaction, found.id())
                .chain(existing -> repository
                        .lock(transaction, found.id())
                        .map(plan -> plan.orElseThrow(() -> NotFound.PLAN.of(found.name())))
                        .invoke(PlanRules::requireNotCancelled)
                        .map(plan -> new Target(plan, false, existing)));
    }

    private Uni<Target> create(SqlConnection transaction, String name, PlanTasksSpec spec, Optional<UUID> director) {
        if (Ids.parse(name).isPresent()) {
            throw NotFound.PLAN.of(name);
        }
        if (!name.matches(PlanSpec.NAME)) {
            throw YardmasterException.ofField(ErrorCode.INVALID_REQUEST, "name", PlanSpec.NAME_RULE);
        }
        var plan = new NewPlan(Ids.next(), name, spec.state().orElse(PlanState.DRAFT), director, spec.time());
        return repository
                .insert(transaction, plan)
                .replaceWith(new Target(new PlanRow(plan.id(), name, plan.state()), true, List.of()));
    }

    private Uni<AppliedPlan> apply(
            SqlConnection transaction, Target target, PlanTasksSpec spec, List<PlanTask> wanted, boolean dryRun) {
        Map<String, UUID> existing = new HashMap<>();
        target.tasks().forEach(task -> task.name().ifPresent(name -> existing.put(name, task.id())));
        Map<String, UUID> ids = PlanTasks.ids(wanted, existing, new NewIds(Ids.next()));
        return descriptions(transaction, target.plan(), PlanDependencies.named(wanted, ids), ids)
                .map(described -> PlanPatch.of(described, target.tasks(), ids, Instant.now()))
                .call(patch -> store(transaction, target, spec, patch))
                .chain(patch -> repository
                        .find(transaction, target.plan().id().toString())
                        .map(plan -> AppliedPlan.of(plan.orElseThrow(), target.created(), dryRun, patch)));
    }

    /** The tasks by name, with the ids of what they name. An unknown agent or project stays as it is, and is refused when the task is stored. */
    private Uni<Map<String, TaskSpec>> descriptions(
            SqlConnection transaction, PlanRow plan, List<PlanTask> wanted, Map<String, UUID> ids) {
        List<List<UUID>> needs = PlanDependencies.resolve(wanted, ids);
        List<String> agents = wanted.stream()
                .flatMap(task -> task.spec().agent().stream())
                .distinct()
                .toList();
        List<String> projects = wanted.stream()
                .flatMap(task -> task.spec().project().stream())
                .distinct()
                .toList();
        return repository
                .agents(transaction, agents)
                .chain(agentIds -> repository.projects(transaction, projects).map(projectIds -> {
                    Map<String, TaskSpec> described = new LinkedHashMap<>();
                    for (int i = 0; i < wanted.size(); i++) {
                        TaskSpec spec = wanted.get(i).spec();
                        described.put(
                                wanted.get(i).name(),
                                spec.assigned(id(spec.agent(), agentIds), id(spec.project(), projectIds))
                                        .placed(plan.id(), needs.get(i)));
                    }
                    return described;
                }));
    }

    private static Optional<String> id(Optional<String> idOrName, Map<String, UUID> ids) {
        return idOrName.map(text -> ids.containsKey(text) ? String.valueOf(ids.get(text)) : text);
    }

    /** Removes dependencies before it adds others, so that a dependency that is turned around is no cycle. */
    private Uni<Void> store(SqlConnection transaction, Target target, PlanTasksSpec spec, PlanPatch patch) {
        List<UUID> reopened = ids(patch.reopened().stream().map(Change::task).toList());
        return changeState(transaction, target, spec)
                .chain(() -> tasks.reopenAll(transaction, reopened))
                .chain(() -> each(patch.changes(), (task, to) -> tasks.changeFields(transaction, task, to)))
                .chain(() -> add(transaction, patch))
                .chain(() -> each(patch.changes(), (task, to) -> tasks.addDependencies(transaction, task, to)))
                .chain(() -> tasks.cancelOpen(transaction, ids(patch.cancelled()), LEFT_OUT));
    }

    private Uni<Void> add(SqlConnection transaction, PlanPatch patch) {
        return tasks.addAll(transaction, patch.added().stream().map(Added::task).toList())
                .onFailure(YardmasterException.class)
                .transform(failure -> patch.inRequest((YardmasterException) failure));
    }

    private static List<UUID> ids(List<Task> some) {
        return some.stream().map(Task::id).toList();
    }

    private Uni<Void> changeState(SqlConnection transaction, Target target, PlanTasksSpec spec) {
        PlanState before = target.plan().state();
        PlanState state = before == PlanState.DRAFT && spec.state().equals(Optional.of(PlanState.ACTIVE))
                ? PlanState.ACTIVE
                : before;
        return target.created() || state == before && spec.time().equals(PlanTime.UNLIMITED)
                ? Uni.createFrom().voidItem()
                : repository.change(transaction, target.plan().id(), state, spec.time());
    }

    private static Uni<Void> each(List<Change> changes, BiFunction<Task, TaskSpec, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> step.apply(change.task(), change.spec())
                        .onFailure(YardmasterException.class)
                        .transform(failure -> ((YardmasterException) failure).inside("tasks[" + change.index() + "]")))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
