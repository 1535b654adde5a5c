package dev.yardmaster.openid;

import dev.yardmaster.access.Caller;

/** The result of the check of a token of the issuer. */
public sealed interface OpenIdCheck {
    /** The token is valid. */
    record Accepted(Caller caller) implements OpenIdCheck {}

    /**
     * The token is not valid.
     *
     * @param reason a sentence for the caller
     */
    record Refused(String reason) implements OpenIdCheck {}

    /**
     * The token is valid, but has no role here.
     *
     * @param reason a sentence for the caller
     */
    record WithoutRole(String reason) implements OpenIdCheck {}
}
