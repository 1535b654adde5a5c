package dev.yardmaster.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.RequestReader;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskFilter;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.TaskState;
import dev.yardmaster.task.Tasks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tools that read and change tasks. */
@Singleton
class TaskTools {
    static final int PAGE = 50;

    private final Tasks tasks;
    private final TaskExplainer explainer;
    private final RequestReader reader;
    private final ToolKeys keys;
    private final PlanScope plans;
    private final WorkRepository work;

    TaskTools(
            Tasks tasks,
            TaskExplainer explainer,
            RequestReader reader,
            ToolKeys keys,
            PlanScope plans,
            WorkRepository work) {
        this.work = work;
        this.tasks = tasks;
        this.explainer = explainer;
        this.reader = reader;
        this.keys = keys;
        this.plans = plans;
    }

    /** A task in a list: enough to choose one. */
    @JsonInclude(Include.NON_EMPTY)
    @RegisterForReflection
    record Brief(
            UUID id,
            String title,
            TaskState state,
            int priority,
            String role,
            List<UUID> blockedBy,
            Optional<Task.Progress> progress,
            Optional<Task.Discovery> discovery,
            Optional<Boolean> proposed) {
        static Brief of(Task task) {
            return new Brief(
                    task.id(),
                    task.title(),
                    task.state(),
                    task.priority(),
                    task.role(),
                    task.blockedBy(),
                    task.progress(),
                    task.discovery(),
                    Optional.of(true).filter(_ -> task.proposed()));
        }
    }

    /**
     * A page of tasks.
     *
     * @param next the argument {@code after} for the next page
     */
    @JsonInclude(Include.NON_ABSENT)
    @RegisterForReflection
    record Briefs(List<Brief> tasks, Optional<String> next) {}

    Uni<Task> get(CallingSession caller, ToolInput input) {
        var scope = new Scope(caller);
        return tasks.get(scope.taskOr(input.id("task"))).map(scope::require);
    }

    Uni<?> why(CallingSession caller, ToolInput input) {
        return get(caller, input).chain(task -> explainer.explain(task.id()));
    }

    Uni<Briefs> list(CallingSession caller, ToolInput input) {
        var scope = new Scope(caller);
        if (scope.isWorker() && caller.task().isEmpty()) {
            return Uni.createFrom().item(new Briefs(List.of(), Optional.empty()));
        }
        if (scope.isWorker() && caller.plan().isEmpty()) {
            return get(caller, new ToolInput(Json.object()))
                    .map(own -> new Briefs(List.of(Brief.of(own)), Optional.empty()));
        }
        TaskFilter filter = TaskFilter.of(
                input.text("state").stream().toList(),
                input.text("text"),
                input.text("tag").stream().toList(),
                scope.isWorker() ? Optional.empty() : caller.project().map(UUID::toString),
                scope.isWorker() ? caller.plan().map(UUID::toString) : input.text("plan"),
                input.text("after"));
        return list(filter);
    }

    /** All tasks of a plan that a session may see, up to a page. */
    Uni<Briefs> ofPlan(CallingSession caller, UUID plan) {
        return list(TaskFilter.of(
                List.of(),
                Optional.empty(),
                List.of(),
                caller.project().map(UUID::toString),
                Optional.of(plan.toString()),
                Optional.empty()));
    }

    private Uni<Briefs> list(TaskFilter filter) {
        return tasks.list(filter, PAGE)
                .map(found -> new Briefs(
                        found.stream().map(Brief::of).toList(),
                        found.size() < PAGE ? Optional.empty() : Optional.of(filter.cursor(found.getLast()))));
    }

    Uni<Brief> create(CallingSession caller, ToolInput input) {
        ObjectNode fields = input.object("options").map(ObjectNode::deepCopy).orElseGet(Json::object);
        refuse(fields, "options", List.of("title", "prompt", "plan", "dependsOn"));
        fields.set("title", input.values().get("title"));
        fields.set("prompt", input.values().get("prompt"));
        input.text("plan").ifPresent(plan -> fields.put("plan", plan));
        if (input.values().has("depends_on")) {
            fields.set("dependsOn", input.values().get("depends_on"));
        }
        place(caller, fields);
        TaskSpec spec = reader.read(fields, TaskSpec.class);
        return requireAll(caller, input.ids("depends_on"))
                .chain(() -> requirePlan(caller, spec.plan()))
                .chain(() -> keys.once(
                        caller,
                        "task_create",
                        input,
                        id -> addOnce(id, spec).call(() -> work.createdTask(id, caller.agent()))))
                .map(Brief::of);
    }

    /** Adds a task; a repetition finds the one that is there. */
    private Uni<Task> addOnce(UUID id, TaskSpec spec) {
        return tasks.get(id).onFailure(TaskTools::isNotFound).recoverWithUni(() -> tasks.add(id, spec));
    }

    Uni<Brief> update(CallingSession caller, ToolInput input) {
        ObjectNode changes = input.object("changes").orElseThrow();
        refuseProject(caller, changes, "changes");
        List<UUID> needs = new ToolInput(changes).ids("dependsOn");
        return get(caller, input)
                .call(() -> requireAll(caller, needs))
                .call(() -> requirePlan(caller, new ToolInput(changes).text("plan")))
                .chain(task -> tasks.change(task.id(), changes))
                .map(Brief::of);
    }

    Uni<Brief> cancel(CallingSession caller, ToolInput input) {
        return get(caller, input).chain(task -> tasks.cancel(task.id())).map(Brief::of);
    }

    /** Puts a new task into the project of an agent that is restricted to one. */
    static void place(CallingSession caller, ObjectNode fields) {
        refuseProject(caller, fields, "options");
        caller.project().ifPresent(project -> fields.put("project", project.toString()));
    }

    private static void refuseProject(CallingSession caller, ObjectNode fields, String argument) {
        caller.project().filter(_ -> fields.has("project")).ifPresent(project -> {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    argument,
                    "must not contain 'project'. Your tasks always belong to the project " + project
                            + ". Leave 'project' out");
        });
    }

    private Uni<Void> requirePlan(CallingSession caller, Optional<String> plan) {
        return plan.filter(_ -> caller.project().isPresent())
                .map(it -> plans.require(caller, it).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> requireAll(CallingSession caller, List<UUID> needed) {
        return caller.project().isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(needed)
                        .onItem()
                        .transformToUniAndConcatenate(tasks::get)
                        .invoke(new Scope(caller)::require)
                        .collect()
                        .last()
                        .replaceWithVoid();
    }

    private static void refuse(ObjectNode fields, String argument, Iterable<String> names) {
        names.forEach(name -> {
            if (fields.has(name)) {
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        argument,
                        "must not contain '" + name + "'. Leave it out: it is an argument of its own");
            }
        });
    }

    static boolean isNotFound(Throwable failure) {
        return failure instanceof YardmasterException known && known.code() == ErrorCode.TASK_NOT_FOUND;
    }
}
