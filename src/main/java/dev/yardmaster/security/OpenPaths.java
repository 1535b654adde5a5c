package dev.yardmaster.security;

import dev.yardmaster.access.RouteRoles;
import java.util.regex.Pattern;

/** The requests that require no token. */
final class OpenPaths {
    /**
     * Matches paths as they are sent: health, the description of the API, and the files of its page and of the page for the login. No part
     * of a matching path begins with a dot, and it has no percent signs or double slashes, so the router can't normalise it into a
     * different one.
     */
    private static final Pattern OPEN =
            Pattern.compile("/q/health(/[a-z-]+)*/?|/q/openapi|/q/swagger-ui(/([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)?)?"
                    + "|/login/(login\\.js|login\\.css)?");

    /** The trigger checks these requests by its own secret. */
    private static final Pattern TRIGGER_WEBHOOK =
            Pattern.compile("/api/triggers/[A-Za-z0-9][A-Za-z0-9._-]{0,63}/webhook");

    private OpenPaths() {}

    /**
     * Whether a request requires no token.
     *
     * @param method the HTTP method
     */
    static boolean contains(String method, String path) {
        boolean login = RouteRoles.LOGIN.path().equals(path)
                && RouteRoles.LOGIN.method().equals(method);
        boolean webhook = RouteRoles.TRIGGER_WEBHOOK.method().equals(method)
                && TRIGGER_WEBHOOK.matcher(path).matches();
        return login || webhook || OPEN.matcher(path).matches();
    }
}
