package dev.yardmaster.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the route for a path, segment by segment. A literal segment precedes a variable. Not changed once it is built. */
final class RouteTree {
    private final Map<String, RouteTree> literals = new HashMap<>();
    private final Map<String, Optional<RouteRole>> routes = new HashMap<>();
    private @Nullable RouteTree variable;

    private RouteTree() {}

    static RouteTree of(List<RouteRole> routes) {
        var root = new RouteTree();
        routes.forEach(root::add);
        return root;
    }

    /** The route for a method and a path; empty if no route matches. A slash at the end makes no difference. */
    Optional<RouteRole> route(String method, String path) {
        RouteTree node = this;
        int start = 1;
        while (node != null && start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            node = node.next(path.substring(start, end));
            start = end + 1;
        }
        return node == null ? Optional.empty() : node.routes.getOrDefault(method, Optional.empty());
    }

    private @Nullable RouteTree next(String segment) {
        return literals.getOrDefault(segment, variable);
    }

    private void add(RouteRole route) {
        RouteTree node = this;
        for (String segment : route.path().substring(1).split("/")) {
            node = node.child(segment);
        }
        node.routes.put(route.method(), Optional.of(route));
    }

    private RouteTree child(String segment) {
        if (!segment.startsWith("{")) {
            return literals.computeIfAbsent(segment, _ -> new RouteTree());
        }
        if (variable == null) {
            variable = new RouteTree();
        }
        return variable;
    }
}
