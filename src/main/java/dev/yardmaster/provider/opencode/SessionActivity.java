package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.Line;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether a session has a turn running, as the requests and the bus show. Thread-safe, by its monitor. */
final class SessionActivity {
    private static final byte[] IDLE = "\"type\":\"session.idle\"".getBytes(StandardCharsets.US_ASCII);

    private Optional<String> session = Optional.empty();
    private boolean busy;
    private boolean aborted;

    /** A request is about to be made. */
    synchronized void requested(String name, String path) {
        if (name.equals(RequestLines.PROMPT)) {
            session = Optional.of(path.split("/", 4)[2]);
            busy = true;
        }
        aborted |= name.equals(RequestLines.ABORT);
    }

    synchronized void answered(String name, boolean ok) {
        boolean over = name.equals(RequestLines.PROMPT) ? !ok : name.equals(RequestLines.ABORT);
        busy &= !over;
    }

    /** A line of the bus was handed over; true if it tells that the turn is over. */
    synchronized boolean heard(Line line) {
        boolean over = busy
                && EventBusClient.holds(line, IDLE)
                && EventBusClient.holds(line, session.orElse("").getBytes(StandardCharsets.US_ASCII));
        busy &= !over;
        return over;
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
