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

/** Looks for tasks that wait for each other. Pure. */
final class Dependencies {
    private Dependencies() {}

    /** That a task needs another one. */
    record Dependency(UUID task, UUID needs) {}

    /** The shortest way from a task over what it needs back to itself, with the task at both ends. */
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
        return cameFrom.containsKey(task) ? Optional.of(wayBack(task, cameFrom)) : Optional.empty();
    }

    private static List<UUID> wayBack(UUID task, Map<UUID, UUID> cameFrom) {
        List<UUID> way = new ArrayList<>(List.of(task));
        for (UUID at = cameFrom.get(task); at != null && !at.equals(task); at = cameFrom.get(at)) {
            way.add(at);
        }
        way.add(task);
        Collections.reverse(way);
        return way;
    }
}
