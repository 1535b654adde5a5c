package dev.yardmaster.security;

/** What a caller may do. */
public enum AccessRole {
    /** Everything. */
    ADMIN
}
