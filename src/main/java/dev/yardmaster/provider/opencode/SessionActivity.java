package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.Line;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Derives from the requests and the bus events whether a turn of the session is running. Thread-safe, by its monitor. */
final class SessionActivity {
    private static final byte[] IDLE = "\"type\":\"session.idle\"".getBytes(StandardCharsets.US_ASCII);

    private Optional<String> session = Optional.empty();
    private boolean busy;
    private boolean aborted;

    /** Called before a request is sent. */
    synchronized void beforeRequest(String name, String path) {
        if (name.equals(RequestLines.PROMPT)) {
            session = Optional.of(path.split("/", 4)[2]);
            busy = true;
        }
        aborted |= name.equals(RequestLines.ABORT);
    }

    synchronized void afterResponse(String name, boolean ok) {
        boolean turnOver = name.equals(RequestLines.PROMPT) ? !ok : name.equals(RequestLines.ABORT);
        busy &= !turnOver;
    }

    /** Called after an event was delivered. Returns whether it ended the turn. */
    synchronized boolean onEvent(Line line) {
        boolean turnOver = busy
                && EventBusClient.startContains(line, IDLE)
                && EventBusClient.startContains(line, session.orElse("").getBytes(StandardCharsets.US_ASCII));
        busy &= !turnOver;
        return turnOver;
    }

    /** The session of the last turn. */
    synchronized Optional<String> session() {
        return session;
    }

    synchronized boolean wasAborted() {
        return aborted;
    }

    synchronized boolean isBusy() {
        return busy;
    }
}
