package dev.yardmaster.security;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** Who may call the tools of agents: only a session, and only at the path of its agent's role. */
final class ToolPaths {
    private static final String ROOT = "/mcp";
    /** Each call is a request of its own, so the service offers no stream of its messages (GET). */
    private static final Set<String> METHODS = Set.of("POST", "DELETE");

    private ToolPaths() {}

    /** Whether a normalized path is that of tools, or below it. */
    static boolean contains(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    /** Why the sender of a request may not call the tools at its path; empty if it may. */
    static Optional<YardmasterException> refusal(RoutingContext context) {
        Optional<CallingSession> session = CallingSession.of(context);
        if (session.isEmpty()) {
            return refused("Only a session of an agent may call tools, with the token that Yardmaster has given it."
                    + Caller.of(context).map(Caller::explanation).orElse(""));
        }
        String own = ROOT + "/" + session.get().role();
        if (!context.normalizedPath().equals(own)) {
            return refused("The agent '" + session.get().agentName() + "' is a "
                    + session.get().role() + ", so its sessions may call the tools at " + own + " only.");
        }
        String method = context.request().method().name();
        return METHODS.contains(method)
                ? Optional.empty()
                : Optional.of(new YardmasterException(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        own + " supports POST and DELETE only. Send each message with POST."));
    }

    private static Optional<YardmasterException> refused(String detail) {
        return Optional.of(new YardmasterException(ErrorCode.FORBIDDEN, detail));
    }
}
