package dev.yardmaster.security;

/** What a caller may do. */
public enum Role {
    /** Everything. */
    ADMIN
}
