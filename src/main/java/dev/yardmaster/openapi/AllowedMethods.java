package dev.yardmaster.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The methods of each path. Immutable. */
final class AllowedMethods {
    private final List<Route> routes;

    private record Route(Pattern path, int variables, Set<String> methods) {}

    /**
     * @param methods the methods of each path, such as {@code GET} of {@code /api/tasks/{id}}
     */
    AllowedMethods(Map<String, Set<String>> methods) {
        this.routes = methods.entrySet().stream()
                .map(path -> route(path.getKey(), path.getValue()))
                .sorted(Comparator.comparing(Route::variables))
                .toList();
    }

    /**
     * The methods of a path; empty if no route has this path.
     *
     * @param path a path as it was sent
     */
    Optional<Set<String>> of(String path) {
        return routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .findFirst()
                .map(Route::methods);
    }

    private static Route route(String path, Set<String> methods) {
        String[] literals = path.split("\\{[^}]*}", -1);
        StringBuilder pattern = new StringBuilder(Pattern.quote(literals[0]));
        for (int i = 1; i < literals.length; i++) {
            pattern.append("[^/]+").append(Pattern.quote(literals[i]));
        }
        return new Route(Pattern.compile(pattern + "/?"), literals.length - 1, methods);
    }
}
