package dev.yardmaster.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.RequestReader;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.TaskState;
import dev.yardmaster.task.Tasks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The tool with which a worker proposes a task for work that it has found. */
@Singleton
class DiscoveryTools {
    private static final String PROMPT = """
            %s

            An agent found this work while it worked on the task '%s' (%s).""";

    private static final String PROPOSED = "It is a proposal. It starts when the director or a person has accepted it.";
    private static final String BLOCKING = " Your task depends on it. If you can't go on, hand your task over with"
            + " task_hand_off: it goes on when the new one is done.";

    private final Tasks tasks;
    private final RequestReader reader;
    private final ToolKeys keys;

    DiscoveryTools(Tasks tasks, RequestReader reader, ToolKeys keys) {
        this.tasks = tasks;
        this.reader = reader;
        this.keys = keys;
    }

    /** What the model learns about its proposal. */
    @RegisterForReflection
    record Proposal(UUID id, TaskState state, String noted) {}

    Uni<Proposal> propose(CallingSession caller, ToolInput input) {
        boolean blocking = input.flag("blocking", false);
        UUID finder = new Scope(caller).taskOr(Optional.empty());
        return tasks.get(finder)
                .invoke(own -> WorkTools.requireRunning(caller, own))
                .chain(own -> keys.once(
                        caller, "task_discovered", input, id -> addOnce(caller, id, spec(input, own), own, blocking)))
                .map(task -> new Proposal(task.id(), task.state(), blocking ? PROPOSED + BLOCKING : PROPOSED));
    }

    private Uni<Task> addOnce(CallingSession caller, UUID id, TaskSpec spec, Task own, boolean blocking) {
        var discovery = new Task.Discovery(Optional.of(own.id()), caller.agentName(), blocking);
        return tasks.get(id)
                .onFailure(TaskTools::isNotFound)
                .recoverWithUni(() -> tasks.addDiscovered(id, spec, discovery));
    }

    /** The proposal belongs to the project and the plan of the task during which it was found. */
    private TaskSpec spec(ToolInput input, Task own) {
        ObjectNode fields = Json.object()
                .put("title", input.needed("title"))
                .put("prompt", PROMPT.formatted(input.needed("why"), own.title(), own.id()))
                .put("proposed", true);
        own.project().ifPresent(project -> fields.put("project", project.toString()));
        own.plan().ifPresent(plan -> fields.put("plan", plan.toString()));
        return reader.read(fields, TaskSpec.class);
    }
}
