package dev.yardmaster.server;

import dev.yardmaster.security.RequestDeadlines;

/** Keeps clients from using up the sockets of the service. To be applied before Netty and Quarkus are loaded. */
final class ConnectionLimits {
    private static final String MOST = "quarkus.http.limits.max-connections";
    private static final String MOST_VARIABLE = "QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS";

    private ConnectionLimits() {}

    static void apply() {
        System.setProperty(RequestDeadlines.PROPERTY, "serviceload");
        FileDescriptors descriptors = FileDescriptors.current();
        if (System.getProperty(MOST) == null && System.getenv(MOST_VARIABLE) == null) {
            System.setProperty(MOST, String.valueOf(descriptors.connections()));
        }
        descriptors.warning().ifPresent(System.err::println);
    }
}
