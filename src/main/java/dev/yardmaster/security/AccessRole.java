package dev.yardmaster.security;

/** What a caller is allowed to do. */
public enum AccessRole {
    /** Everything. */
    ADMIN
}
