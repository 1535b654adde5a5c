package dev.yardmaster.task;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import dev.yardmaster.task.Dependencies.Dependency;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One of several tasks that are added together.
 *
 * @param name its name in its plan; empty for none
 * @param discovery how an agent found that it is needed; empty for other tasks
 * @param spec the task; its {@code dependsOn} may contain ids of the others
 */
public record NewTask(UUID id, Optional<String> name, Optional<Task.Discovery> discovery, TaskSpec spec) {
    /** A task that no agent has found. */
    public static NewTask of(UUID id, Optional<String> name, TaskSpec spec) {
        return new NewTask(id, name, Optional.empty(), spec);
    }

    /** The dependencies of all tasks. */
    static List<Dependency> dependencies(List<NewTask> tasks) {
        return tasks.stream()
                .flatMap(task -> task.needs().stream().map(needs -> new Dependency(task.id, needs)))
                .toList();
    }

    /** The dependencies that are not among the tasks. */
    static Set<UUID> needsOutside(List<NewTask> tasks) {
        Set<UUID> outside =
                tasks.stream().flatMap(task -> task.needs().stream()).collect(Collectors.toSet());
        tasks.forEach(task -> outside.remove(task.id));
        return outside;
    }

    /** Throws {@code unknown_task} with the fields that contain one of some ids. */
    static void requireNone(List<UUID> unknown, List<NewTask> tasks) {
        Set<UUID> ids = new HashSet<>(unknown);
        List<FieldError> errors = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            List<UUID> needs = tasks.get(task).needs();
            for (int i = 0; i < needs.size(); i++) {
                if (ids.contains(needs.get(i))) {
                    errors.add(new FieldError(
                            "tasks[" + task + "].dependsOn[" + i + "]",
                            "is '" + needs.get(i) + "', which is not the id of a task"));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw YardmasterException.ofFields(ErrorCode.UNKNOWN_TASK, errors);
        }
    }

    private List<UUID> needs() {
        return spec.dependsOn().orElse(List.of());
    }
}
