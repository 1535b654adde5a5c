package dev.yardmaster.security;

import java.util.regex.Pattern;

/** The paths that require no token. */
final class OpenPaths {
    /**
     * Matches paths as they are sent: health, the description of the API, and the files of its page. No part of a matching path begins with
     * a dot, and it has no percent signs or double slashes, so the router can't normalise it into a different one.
     */
    private static final Pattern OPEN =
            Pattern.compile("/q/health(/[a-z-]+)*/?|/q/openapi|/q/swagger-ui(/([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)?)?");

    private OpenPaths() {}

    static boolean contains(String path) {
        return OPEN.matcher(path).matches();
    }
}
