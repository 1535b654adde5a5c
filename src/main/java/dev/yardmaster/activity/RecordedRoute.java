package dev.yardmaster.activity;

import dev.yardmaster.access.RouteRole;
import dev.yardmaster.access.RouteRoles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A route that changes something. What it does is derived from its place in the table of routes, so no route can be forgotten.
 *
 * @param collection the part of its path after {@code /api/}
 * @param action what it does, such as {@code task.cancel}
 * @param parts the number of segments of its path that name the thing, after the collection
 */
record RecordedRoute(String collection, String action, int parts) {
    private static final Set<String> UNCHANGING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String API = "/api/";

    /** These start sessions, or are commands to running ones. They do not change the fields of what the path names. */
    private static final Set<String> ON_SESSIONS =
            Set.of("agent.start", "agent.stop", "session.message", "session.interrupt", "session.stop");

    /** The segment of the routes that change many things: /api/tasks/bulk/cancel. */
    private static final String BULK = "bulk";

    /** The route of a request; empty if the table has no such route, or if the route changes nothing. */
    static Optional<RecordedRoute> of(String method, String path) {
        if (UNCHANGING.contains(method)) {
            return Optional.empty();
        }
        return isLogin(method, path)
                ? Optional.of(of(method, List.of(path.substring(API.length()).split("/"))))
                : RouteRoles.route(method, path)
                        .map(RouteRole::path)
                        .filter(template -> template.startsWith(API))
                        .map(template -> of(
                                method, List.of(template.substring(API.length()).split("/"))));
    }

    /** Whether a request is that of a login, which needs no token. */
    static boolean isLogin(String method, String path) {
        return RouteRoles.LOGIN.equals(new RouteRoles.RouteWithoutRole(method, path.replaceFirst("/$", "")));
    }

    /** Whether the request changes the thing that its path names. */
    boolean changesThing() {
        return !action.endsWith(".add") && !action.contains("." + BULK + "-") && returnsThing();
    }

    /** Whether the response can show the thing. */
    boolean returnsThing() {
        return !ON_SESSIONS.contains(action);
    }

    /** The kind of the thing, such as {@code task}. */
    String kind() {
        return kind(collection);
    }

    /**
     * What names the thing in the path of a request: its id or name; empty if there is one thing only, or if the request adds one.
     *
     * @param path the path of the request
     */
    String key(String path) {
        String[] segments = path.substring(API.length()).split("/");
        return String.join("/", Arrays.asList(segments).subList(1, 1 + parts));
    }

    private static RecordedRoute of(String method, List<String> template) {
        String collection = template.getFirst();
        List<String> key = new ArrayList<>(template.subList(1, template.size()));
        String prefix = key.remove(BULK) ? BULK + "-" : "";
        String verb =
                switch (method) {
                    case "PATCH" -> "change";
                    case "PUT" -> "set";
                    case "DELETE" -> "delete";
                    // The last segment of POST, if there is one, is the verb: /api/tasks/{id}/cancel.
                    default -> key.isEmpty() ? "add" : singular(key.removeLast());
                };
        boolean isVerb = collection.startsWith("log");
        return new RecordedRoute(collection, isVerb ? collection : kind(collection) + "." + prefix + verb, key.size());
    }

    private static String kind(String collection) {
        return collection.equals("settings") ? collection : singular(collection);
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
