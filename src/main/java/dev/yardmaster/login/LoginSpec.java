package dev.yardmaster.login;

import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * What a browser logs in with: either a code or a token.
 *
 * @param code a one-time code
 * @param token a token
 */
record LoginSpec(
        Optional<@Size(max = 200, message = "must have at most 200 characters") String> code,
        Optional<@Size(max = 8192, message = "must have at most 8192 characters") String> token) {
    /** Leaves out both, because they are secrets. */
    @Override
    public String toString() {
        return "LoginSpec";
    }
}
