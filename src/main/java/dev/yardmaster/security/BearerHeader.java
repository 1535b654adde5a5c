package dev.yardmaster.security;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the token from the {@code Authorization} header. */
final class BearerHeader {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(?<token>[A-Za-z0-9._~+/=-]+)");

    private BearerHeader() {}

    /**
     * The token; empty if there is none.
     *
     * @param authorizations all {@code Authorization} headers
     */
    static Optional<String> token(List<String> authorizations) {
        if (authorizations.size() != 1) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(authorizations.getFirst());
        return bearer.matches() ? Optional.of(bearer.group("token")) : Optional.empty();
    }
}
