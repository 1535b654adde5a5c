package dev.yardmaster.activity;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.Caller;

/**
 * Who did something.
 *
 * @param kind {@code token}, {@code agent}, {@code service}, or {@code unknown} for a request without a valid token
 * @param name the name of the token or agent, or the part of the service
 */
record Actor(String kind, String name) {
    static final Actor UNKNOWN = new Actor("unknown", "unknown");

    static Actor of(Caller caller) {
        return caller.role() == AccessRole.AGENT ? agent(caller.name()) : token(caller.name());
    }

    static Actor agent(String name) {
        return new Actor("agent", name);
    }

    static Actor token(String name) {
        return new Actor("token", name);
    }

    static Actor service(String part) {
        return new Actor("service", part);
    }
}
