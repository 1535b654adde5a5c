package dev.yardmaster.top;

import dev.yardmaster.client.ApiClient;

/** Prints the stream of a session. */
@FunctionalInterface
public interface SessionView {
    /**
     * Prints the stream to the standard output until the session ends or the thread is interrupted, as it is when the user leaves the stream. It reads
     * no keys.
     *
     * @param client the service of the session
     * @param session the id of the session
     */
    void show(ApiClient client, String session) throws InterruptedException;
}
