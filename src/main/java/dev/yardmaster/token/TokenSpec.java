package dev.yardmaster.token;

import dev.yardmaster.access.AccessRole;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Optional;

/**
 * A token as a user specifies it.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param role what the token allows: admin, operator or viewer; it can't be changed later
 * @param expiresAt when the token stops to be valid; by default it does not expire
 */
record TokenSpec(
        @NotNull(message = "is missing: give the token a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        @NotNull(message = "is missing: it is admin, operator or viewer")
        AccessRole role,

        Optional<Instant> expiresAt) {}
