package dev.yardmaster.security;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out who calls, by the bearer token. Immutable. */
final class TokenGuard {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(?<token>[A-Za-z0-9._~+/=-]+)");

    /**
     * Paths as they are sent. Nothing in them can be normalised away, so what matches here is what the router routes: no dots, no
     * percent signs, no doubled slashes.
     */
    private static final Pattern HEALTH = Pattern.compile("/q/health(/[a-z-]+)*/?");

    private final AdminToken adminToken;

    TokenGuard(AdminToken adminToken) {
        this.adminToken = adminToken;
    }

    /** Whether a route needs no token. */
    static boolean isOpen(String path) {
        return HEALTH.matcher(path).matches();
    }

    /**
     * The caller; empty when there is no good token.
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

    /** What to tell a caller who has none. */
    String advice() {
        return "Send the header 'Authorization: Bearer TOKEN'. The admin token stands in " + adminToken.file()
                + " on the machine that the service runs on.";
    }
}
