package dev.yardmaster.security;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Identifies the caller by the bearer token. Immutable. */
final class TokenGuard {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(?<token>[A-Za-z0-9._~+/=-]+)");

    /**
     * Matches paths as they are sent: health, the description of the API, and the files of its page. No part of a matching path begins with
     * a dot, and it has no percent signs or double slashes, so the router can't normalise it into a different one.
     */
    private static final Pattern OPEN =
            Pattern.compile("/q/health(/[a-z-]+)*/?|/q/openapi|/q/swagger-ui(/([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)?)?");

    private final AdminToken adminToken;

    TokenGuard(AdminToken adminToken) {
        this.adminToken = adminToken;
    }

    /** Whether a path requires no token. */
    static boolean isOpen(String path) {
        return OPEN.matcher(path).matches();
    }

    /**
     * The caller; empty without a valid token.
     *
     * @param authorizations all {@code Authorization} headers
     */
    Optional<Caller> caller(List<String> authorizations) {
        if (authorizations.size() != 1) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(authorizations.getFirst());
        return bearer.matches() && adminToken.matches(bearer.group("token"))
                ? Optional.of(new Caller(AccessRole.ADMIN))
                : Optional.empty();
    }

    /** The error message for a caller without a valid token. It does not reveal the path of the home to strangers. */
    static String advice() {
        return "Send the header 'Authorization: Bearer TOKEN'. The admin token is in the file '" + AdminToken.FILE_NAME
                + "' in the home of the service, on the machine that runs it.";
    }
}
