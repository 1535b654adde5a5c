package dev.yardmaster.plan;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;

/** Resolves the dependencies between the tasks of a plan, and refuses cycles. Pure. */
final class PlanDependencies {
    private PlanDependencies() {}

    /**
     * The ids of the tasks that each task depends on, in the order of the request.
     *
     * @param ids the ids of the tasks of the plan, by name
     * @throws YardmasterException {@code unknown_task} for a text that is neither a name nor an id, or {@code dependency_cycle}
     */
    static List<List<UUID>> resolve(List<PlanTask> tasks, Map<String, UUID> ids) {
        List<FieldError> unknown = new ArrayList<>();
        List<List<UUID>> resolved = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            List<UUID> needs = new ArrayList<>();
            List<String> dependsOn = tasks.get(task).dependsOn();
            for (int i = 0; i < dependsOn.size(); i++) {
                String text = dependsOn.get(i);
                Optional<UUID> id = Optional.ofNullable(ids.get(text)).or(() -> Ids.parse(text));
                id.ifPresentOrElse(needs::add, () -> {});
                if (id.isEmpty()) {
                    unknown.add(new FieldError(
                            "tasks[" + task + "].dependsOn[" + i + "]",
                            "is '" + text + "', which is neither the name of a task of this plan nor an id"));
                }
            }
            resolved.add(needs);
        }
        if (!unknown.isEmpty()) {
            throw YardmasterException.ofFields(ErrorCode.UNKNOWN_TASK, unknown);
        }
        cycle(tasks).ifPresent(PlanDependencies::reject);
        return resolved;
    }

    /** The same tasks, whose dependencies have the names of the plan's tasks also where the request has their ids. */
    static List<PlanTask> named(List<PlanTask> tasks, Map<String, UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        ids.forEach((name, id) -> names.put(id, name));
        return tasks.stream()
                .map(task -> new PlanTask(
                        task.name(),
                        task.dependsOn().stream()
                                .map(text -> Ids.parse(text)
                                        .map(id -> names.getOrDefault(id, text))
                                        .orElse(text))
                                .toList(),
                        task.spec()))
                .toList();
    }

    /** The names of the tasks of a cycle, with the first one again at the end; empty if there is none. */
    static Optional<List<String>> cycle(List<PlanTask> tasks) {
        Map<String, Set<String>> waiting = waiting(tasks);
        return waiting.isEmpty() ? Optional.empty() : Optional.of(cycleAmong(waiting));
    }

    /** The tasks that can never start, and what each of them waits for. All others are removed in the order in which they could start. */
    private static Map<String, Set<String>> waiting(List<PlanTask> tasks) {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        tasks.forEach(task -> needs.put(task.name(), new LinkedHashSet<>(task.dependsOn())));
        Map<String, List<String>> dependents = new HashMap<>();
        needs.forEach((name, needed) -> {
            needed.retainAll(needs.keySet());
            needed.forEach(each ->
                    dependents.computeIfAbsent(each, _ -> new ArrayList<>()).add(name));
        });
        List<String> free = new ArrayList<>(needs.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList());
        while (!free.isEmpty()) {
            String started = free.removeLast();
            needs.remove(started);
            for (String dependent : dependents.getOrDefault(started, List.of())) {
                Set<String> rest = needs.getOrDefault(dependent, new HashSet<>());
                rest.remove(started);
                if (rest.isEmpty()) {
                    free.add(dependent);
                }
            }
        }
        return needs;
    }

    /** Each of these tasks waits for another one of them, so a walk along the dependencies comes to a task for the second time. */
    private static List<String> cycleAmong(Map<String, Set<String>> waiting) {
        SequencedSet<String> walked = new LinkedHashSet<>();
        String at = waiting.keySet().iterator().next();
        while (walked.add(at)) {
            at = waiting.getOrDefault(at, Set.of()).iterator().next();
        }
        List<String> path = new ArrayList<>(walked);
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
        cycle.add(at);
        return cycle;
    }

    private static void reject(List<String> cycle) {
        throw new YardmasterException(
                ErrorCode.DEPENDENCY_CYCLE,
                "The tasks depend on each other: " + String.join(" -> ", cycle)
                        + ". Remove one of these dependencies.");
    }
}
