package dev.yardmaster.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds cycles in the dependencies between tasks. Pure. */
final class Dependencies {
    private Dependencies() {}

    /** {@code task} starts only after {@code needs} is done. */
    record Dependency(UUID task, UUID needs) {}

    /** The shortest cycle through a task, which is the first and the last element; empty if the task is in no cycle. */
    static Optional<List<UUID>> cycle(UUID task, Collection<Dependency> dependencies) {
        Map<UUID, List<UUID>> needs = dependencies.stream()
                .collect(Collectors.groupingBy(
                        Dependency::task, Collectors.mapping(Dependency::needs, Collectors.toList())));
        Map<UUID, UUID> cameFrom = new HashMap<>();
        Deque<UUID> next = new ArrayDeque<>(List.of(task));
        while (!next.isEmpty() && !cameFrom.containsKey(task)) {
            UUID at = next.remove();
            for (UUID needed : needs.getOrDefault(at, List.of())) {
                if (cameFrom.putIfAbsent(needed, at) == null) {
                    next.add(needed);
                }
            }
        }
        return cameFrom.containsKey(task) ? Optional.of(path(task, cameFrom)) : Optional.empty();
    }

    private static List<UUID> path(UUID task, Map<UUID, UUID> cameFrom) {
        List<UUID> path = new ArrayList<>(List.of(task));
        for (UUID at = cameFrom.get(task); at != null && !at.equals(task); at = cameFrom.get(at)) {
            path.add(at);
        }
        path.add(task);
        Collections.reverse(path);
        return path;
    }
}
