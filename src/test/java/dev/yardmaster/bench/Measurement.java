package dev.yardmaster.bench;

/**
 * One run of a load.
 *
 * @param cpuNanos what it cost what carried it, without the children, the clients and the database
 * @param databaseNanos what it cost the database
 */
record Measurement(Load load, Received received, long cpuNanos, long databaseNanos) {
    double eventsPerSecond() {
        return load.events() / received.seconds();
    }

    double framesPerSecond() {
        return load.frames() / received.seconds();
    }

    double cpuMicrosPerEvent() {
        return cpuNanos / 1e3 / load.events();
    }

    double databaseMicrosPerEvent() {
        return databaseNanos / 1e3 / load.events();
    }
}
