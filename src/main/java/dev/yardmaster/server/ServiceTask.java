package dev.yardmaster.server;

import java.net.URI;
import java.util.Optional;

/** The code that runs while the service runs. */
@FunctionalInterface
public interface ServiceTask {
    /**
     * Called when the service accepts requests. The service stops when this method returns.
     *
     * @param address the address of the service for clients on this machine
     * @param loginLink a link that is good for one login in a browser; empty if the admin token of the home is revoked
     * @return the process's exit code
     */
    int whileRunning(URI address, Optional<URI> loginLink) throws Exception;
}
