package dev.yardmaster.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files and sockets this process may have open at once. If connections used them up, the service could neither reach its database
 * nor start agents; so the number of connections is limited.
 *
 * @param limit the largest number ({@code ulimit -n})
 */
public record FileDescriptors(long limit) {
    /** For the program, whose jars alone need 230, the connections to the database, and some sessions. */
    private static final long RESERVED = 300;

    private static final long FEWEST_CONNECTIONS = 16;
    private static final long ENOUGH = 1024;

    /** Those of this process. */
    public static FileDescriptors current() {
        return new FileDescriptors(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Integer.MAX_VALUE);
    }

    /** The largest number of connections to the service; the other half is for sessions. */
    int connections() {
        return (int) Math.clamp((limit - RESERVED) / 2, FEWEST_CONNECTIONS, Integer.MAX_VALUE);
    }

    /** A warning if the limit is low. */
    public Optional<String> warning() {
        return limit >= ENOUGH
                ? Optional.empty()
                : Optional.of("The service may open only " + limit + " files and sockets (ulimit -n), " + consequence()
                        + " Allow at least " + ENOUGH + ".");
    }

    private String consequence() {
        return limit < RESERVED + FEWEST_CONNECTIONS
                ? "but it needs about " + RESERVED + " for itself. It can refuse connections and fail to start agents."
                : "so it accepts at most " + connections() + " connections at once.";
    }
}
