package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.opencode.server.EventBusClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/** Derives from the requests and the bus events whether a turn of the session is running. Thread-safe, by its monitor. */
final class SessionActivity {
    /**
     * A turn, until the server reports its end.
     *
     * @param session the server's id of the session
     * @param startedAt when its prompt was sent, in milliseconds since 1970
     */
    record Turn(String session, long startedAt) {}

    private static final byte[] IDLE = "\"type\":\"session.idle\"".getBytes(StandardCharsets.US_ASCII);

    private final InstantSource clock;
    private Optional<String> session = Optional.empty();
    private Optional<Turn> turn = Optional.empty();
    private boolean busy;
    private boolean aborted;

    SessionActivity(InstantSource clock) {
        this.clock = clock;
    }

    /** Called before a request is sent. */
    synchronized void beforeRequest(String name, String path) {
        if (name.equals(RequestLines.PROMPT)) {
            String id = path.split("/", 4)[2];
            session = Optional.of(id);
            turn = Optional.of(new Turn(id, clock.millis()));
            busy = true;
        }
        aborted |= name.equals(RequestLines.ABORT);
    }

    synchronized void afterResponse(String name, boolean ok) {
        if (name.equals(RequestLines.PROMPT) && !ok) {
            turn = Optional.empty();
        }
        boolean turnOver = name.equals(RequestLines.PROMPT) ? !ok : name.equals(RequestLines.ABORT);
        busy &= !turnOver;
    }

    /** Called after an event was delivered. Returns whether it ended the turn. */
    synchronized boolean onEvent(Line line) {
        boolean idle = turn.isPresent()
                && EventBusClient.startContains(line, IDLE)
                && EventBusClient.startContains(line, session.orElse("").getBytes(StandardCharsets.US_ASCII));
        boolean turnOver = busy && idle;
        if (idle) {
            turn = Optional.empty();
            busy = false;
        }
        return turnOver;
    }

    /** The running turn. An abort does not end it, only the server's report that it has ended does. */
    synchronized Optional<Turn> turn() {
        return turn;
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
