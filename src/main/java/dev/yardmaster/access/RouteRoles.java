package dev.yardmaster.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The role that each route requires: the only place that names it. The guard, the OpenAPI document and the test of all routes use this table. A
 * route that is missing here is refused to everybody but admins. Immutable.
 */
public final class RouteRoles {
    private static final String TABLE = """
        GET    viewer   /q/metrics

        GET    viewer   /api/agents
        POST   operator /api/agents
        GET    viewer   /api/agents/{agent}
        PATCH  operator /api/agents/{agent}
        DELETE operator /api/agents/{agent}
        GET    viewer   /api/agents/{agent}/events
        GET    viewer   /api/agents/{agent}/prompt
        GET    viewer   /api/agents/{agent}/resolution
        GET    viewer   /api/agents/{agent}/inbox
        POST   operator /api/agents/{agent}/start
        POST   operator /api/agents/{agent}/stop
        GET    viewer   /api/approvals
        GET    viewer   /api/approvals/{id}
        POST   operator /api/approvals/{id}/allow
        POST   operator /api/approvals/{id}/deny
        GET    viewer   /api/permission-rules
        POST   operator /api/permission-rules
        GET    viewer   /api/permission-rules/{id}
        DELETE operator /api/permission-rules/{id}
        GET    viewer   /api/budgets
        GET    viewer   /api/budgets/workspace
        PUT    operator /api/budgets/workspace
        DELETE operator /api/budgets/workspace
        GET    viewer   /api/budgets/agents/{agent}
        PUT    operator /api/budgets/agents/{agent}
        DELETE operator /api/budgets/agents/{agent}
        GET    viewer   /api/budgets/providers/{provider}
        PUT    operator /api/budgets/providers/{provider}
        DELETE operator /api/budgets/providers/{provider}
        GET    viewer   /api/budgets/projects/{project}
        PUT    operator /api/budgets/projects/{project}
        DELETE operator /api/budgets/projects/{project}
        GET    viewer   /api/budgets/plans/{plan}
        PUT    operator /api/budgets/plans/{plan}
        DELETE operator /api/budgets/plans/{plan}
        GET    viewer   /api/dispatcher
        POST   operator /api/dispatcher/pause
        POST   operator /api/dispatcher/resume
        GET    agent    /api/caller
        GET    viewer   /api/changes
        GET    viewer   /api/events
        GET    viewer   /api/inbox
        GET    viewer   /api/limits
        POST   operator /api/limits
        GET    viewer   /api/limits/{id}
        DELETE operator /api/limits/{id}
        GET    viewer   /api/messages
        POST   operator /api/messages
        GET    viewer   /api/messages/{id}
        DELETE operator /api/messages/{id}
        POST   operator /api/messages/{id}/acknowledge
        GET    viewer   /api/plans
        POST   operator /api/plans
        GET    viewer   /api/plans/{plan}
        PUT    operator /api/plans/{plan}
        PATCH  operator /api/plans/{plan}
        DELETE operator /api/plans/{plan}
        POST   operator /api/plans/{plan}/activate
        POST   operator /api/plans/{plan}/cancel
        GET    viewer   /api/pools
        POST   operator /api/pools
        GET    viewer   /api/pools/{pool}
        PATCH  operator /api/pools/{pool}
        DELETE operator /api/pools/{pool}
        GET    viewer   /api/projects
        POST   operator /api/projects
        GET    viewer   /api/projects/{project}
        PATCH  operator /api/projects/{project}
        DELETE operator /api/projects/{project}
        GET    viewer   /api/prompts
        GET    viewer   /api/prompts/{role}
        PUT    operator /api/prompts/{role}
        DELETE operator /api/prompts/{role}
        GET    viewer   /api/providers
        GET    viewer   /api/providers/{id}
        GET    viewer   /api/providers/{id}/models
        POST   operator /api/providers/{id}/verify
        GET    viewer   /api/reviews
        GET    viewer   /api/reviews/{id}
        GET    viewer   /api/reviews/{id}/diff
        GET    viewer   /api/reviews/{id}/output
        POST   operator /api/reviews/{id}/approve
        POST   operator /api/reviews/{id}/reject
        POST   operator /api/reviews/{id}/retry
        GET    viewer   /api/needs-you
        GET    viewer   /api/needs-you/count
        POST   operator /api/needs-you/{id}/dismiss
        GET    viewer   /api/questions
        GET    viewer   /api/questions/{id}
        DELETE operator /api/questions/{id}
        POST   operator /api/questions/{id}/answer
        GET    viewer   /api/sessions
        GET    viewer   /api/sessions/{id}
        DELETE operator /api/sessions/{id}
        GET    viewer   /api/sessions/{id}/events
        GET    viewer   /api/sessions/{id}/transcript
        POST   operator /api/sessions/{id}/messages
        POST   operator /api/sessions/{id}/interrupt
        POST   operator /api/sessions/{id}/stop
        GET    viewer   /api/settings
        PATCH  admin    /api/settings
        POST   viewer   /api/logout
        GET    viewer   /api/tasks
        POST   operator /api/tasks
        POST   operator /api/tasks/bulk
        POST   operator /api/tasks/bulk/cancel
        POST   operator /api/tasks/bulk/priority
        POST   operator /api/tasks/bulk/reopen
        GET    viewer   /api/tasks/{id}
        PATCH  operator /api/tasks/{id}
        DELETE operator /api/tasks/{id}
        POST   operator /api/tasks/{id}/complete
        POST   operator /api/tasks/{id}/cancel
        POST   operator /api/tasks/{id}/reopen
        GET    viewer   /api/tasks/{id}/why
        GET    viewer   /api/tasks/{id}/worktree
        GET    viewer   /api/tasks/{id}/diff
        POST   operator /api/tasks/{id}/restore
        GET    viewer   /api/triggers
        POST   operator /api/triggers
        GET    viewer   /api/triggers/{trigger}
        PATCH  operator /api/triggers/{trigger}
        DELETE operator /api/triggers/{trigger}
        POST   operator /api/triggers/{trigger}/run
        GET    viewer   /api/triggers/{trigger}/runs
        POST   operator /api/triggers/{trigger}/secret
        GET    viewer   /api/usage
        GET    viewer   /api/worktrees

        GET    operator /api/activity
        GET    operator /api/executables
        GET    operator /api/executables/{name}
        PUT    admin    /api/executables/{name}
        DELETE admin    /api/executables/{name}
        GET    admin    /api/tokens
        POST   admin    /api/tokens
        GET    admin    /api/tokens/{id}
        PATCH  admin    /api/tokens/{id}
        DELETE admin    /api/tokens/{id}
        GET    admin    /api/webhooks
        POST   admin    /api/webhooks
        GET    admin    /api/webhooks/{id}
        PATCH  admin    /api/webhooks/{id}
        DELETE admin    /api/webhooks/{id}
        GET    admin    /api/webhooks/{id}/deliveries
        POST   admin    /api/webhooks/{id}/deliveries/{delivery}/resend
        POST   admin    /api/webhooks/{id}/test
        """;

    /** The route of the API that requires no secret: browsers log in with it. */
    public static final RouteWithoutRole LOGIN = new RouteWithoutRole("POST", "/api/login");

    /** The route that requires the secret of a trigger in place of a token. */
    public static final RouteWithoutRole TRIGGER_WEBHOOK =
            new RouteWithoutRole("POST", "/api/triggers/{trigger}/webhook");

    /** The path whose POST answers with the secret of a trigger. */
    private static final Pattern TRIGGER_SECRET = Pattern.compile("/api/triggers/[^/]+/secret/?");

    /** The paths whose POST answers with a token, a signing secret or a cookie. */
    private static final Set<String> SECRET_ANSWERS =
            Set.of(LOGIN.path(), "/api/logout", "/api/tokens", "/api/webhooks");

    private static final List<RouteRole> ALL = parse();
    private static final RouteTree TREE = RouteTree.of(ALL);

    private RouteRoles() {}

    /**
     * A route that requires no token.
     *
     * @param method the HTTP method
     * @param path the path
     */
    public record RouteWithoutRole(String method, String path) {}

    /** All routes that require a role. */
    public static List<RouteRole> all() {
        return ALL;
    }

    /**
     * The role that a request requires; empty if the table has no such route.
     *
     * @param method the HTTP method; {@code HEAD} requires the same role as {@code GET}
     * @param path the normalized path
     */
    public static Optional<AccessRole> of(String method, String path) {
        return route(method, path).map(RouteRole::role);
    }

    /** The route of a request; empty if the table has no such route. The parameters are those of {@link #of}. */
    public static Optional<RouteRole> route(String method, String path) {
        return TREE.route(method.equals("HEAD") ? "GET" : method, path);
    }

    /**
     * Whether the answer to a POST contains a token, a signing secret or a cookie, so it must not be stored.
     *
     * @param path the normalized path; a slash at the end makes no difference
     */
    public static boolean hasSecretAnswer(String path) {
        return SECRET_ANSWERS.contains(path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                || TRIGGER_SECRET.matcher(path).matches();
    }

    private static List<RouteRole> parse() {
        List<RouteRole> routes = new ArrayList<>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] words = line.split(" +");
            routes.add(new RouteRole(words[0], words[2], AccessRole.valueOf(words[1].toUpperCase(Locale.ROOT))));
        });
        return List.copyOf(routes);
    }
}
