package dev.yardmaster.server;

import java.net.URI;

/** The code that runs while the service runs. */
@FunctionalInterface
public interface ServiceTask {
    /**
     * Called when the service accepts requests. The service stops when this method returns.
     *
     * @param address the address of the service for clients on this machine
     * @return the process's exit code
     */
    int whileRunning(URI address) throws Exception;
}
