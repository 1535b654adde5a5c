package dev.yardmaster.bench;

/**
 * One run of a load.
 *
 * @param cpuNanos the CPU time of the relay, without the children, the clients and the database
 * @param databaseNanos the CPU time of the database
 */
record Measurement(Load load, ClientResults clients, long cpuNanos, long databaseNanos) {
    double eventsPerSecond() {
        return load.events() / clients.seconds();
    }

    double framesPerSecond() {
        return load.frames() / clients.seconds();
    }

    double cpuMicrosPerEvent() {
        return cpuNanos / 1e3 / load.events();
    }

    double databaseMicrosPerEvent() {
        return databaseNanos / 1e3 / load.events();
    }
}
