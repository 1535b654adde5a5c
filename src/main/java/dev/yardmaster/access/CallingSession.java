package dev.yardmaster.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * The session whose token a request has.
 *
 * @param agent the id of its agent
 * @param agentName the name of its agent
 * @param role the role that its agent had when the session started: {@code director}, {@code worker} or {@code steward}
 * @param task the task that the session works on
 * @param plan the plan of that task
 * @param project the project that its agent is restricted to
 */
public record CallingSession(
        UUID session,
        UUID agent,
        String agentName,
        String role,
        Optional<UUID> task,
        Optional<UUID> plan,
        Optional<UUID> project) {
    private static final String KEY = CallingSession.class.getName();

    /** The session that has sent a request; empty if the token belongs to a person or a program. */
    public static Optional<CallingSession> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    /** The sender of the request. */
    public Caller caller() {
        return new Caller(session, agentName, AccessRole.AGENT);
    }

    /** Notes that this session has sent the request. */
    public void putInto(RoutingContext context) {
        context.put(KEY, this);
        caller().putInto(context);
    }
}
