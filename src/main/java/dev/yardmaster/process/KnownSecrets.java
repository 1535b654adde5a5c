package dev.yardmaster.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secret values that this service knows: its own, and those that users have marked as secret. Every {@link Redactor} removes them, because
 * any child can print any secret that it has found. A value stays known until the service ends: a session that was started with it can still
 * run. For any thread.
 */
public final class KnownSecrets {
    private static final Set<String> VALUES = ConcurrentHashMap.newKeySet();

    private KnownSecrets() {}

    /** Adds a value. Redactors that are created later remove it. */
    public static void add(String value) {
        VALUES.add(value);
    }

    static Set<String> values() {
        return Set.copyOf(VALUES);
    }
}
