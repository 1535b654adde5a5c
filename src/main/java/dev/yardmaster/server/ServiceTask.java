package dev.yardmaster.server;

import java.net.URI;

/** What to do while the service runs. */
@FunctionalInterface
public interface ServiceTask {
    /**
     * Called once the service answers; the service stops when it returns.
     *
     * @param address where the service can be reached from this machine
     * @return the process's exit code
     */
    int whileRunning(URI address) throws Exception;
}
