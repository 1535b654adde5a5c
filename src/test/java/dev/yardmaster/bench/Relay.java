package dev.yardmaster.bench;

/** Forwards the output of child processes to clients: the service, or a baseline that the service is compared with. */
interface Relay {
    String name();

    /** Whether it becomes faster while it runs, as a JVM does. */
    default boolean warmsUp() {
        return false;
    }

    Measurement measure(Load load) throws Exception;
}
