package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.opencode.server.Backoff;
import dev.yardmaster.provider.opencode.server.DirectoryApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Replaces the events that were missed while the stream of events was interrupted. The server stores messages and the state of its
 * sessions; they are delivered as the lines that the bus would have sent. The dialogue ignores those that it already knows.
 */
final class MissedEvents {
    /** The server reports the end of a turn a moment before it changes the state of the session. */
    private static final Duration END_DELAY = Duration.ofSeconds(4);

    private final DirectoryApi api;
    private final SessionActivity activity;
    private final Lock requestLock;
    private final Consumer<Line> consumer;
    private final Duration limit;

    /**
     * @param requestLock held while a request that changes the session is sent
     * @param limit how long a turn may look as if it had neither started nor ended
     */
    MissedEvents(
            DirectoryApi api, SessionActivity activity, Lock requestLock, Consumer<Line> consumer, Duration limit) {
        this.api = api;
        this.activity = activity;
        this.requestLock = requestLock;
        this.consumer = consumer;
        this.limit = limit;
    }

    /** Opens the stream of events again. */
    interface Reopen {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Delivers what was missed of the running turn. To be called before the new stream is read.
     *
     * @param reopen called if the turn is over: the new stream can contain events of that turn, even its end, which must not be taken for
     *     those of the next turn
     */
    void replay(Reopen reopen) throws IOException, InterruptedException {
        requestLock.lock();
        try {
            Optional<SessionActivity.Turn> running = activity.turn();
            if (running.isEmpty()) {
                return;
            }
            StoredTurn stored = read(running.get());
            if (!stored.isWorking()) {
                reopen.run();
            }
            deliver(stored.lines());
        } finally {
            requestLock.unlock();
        }
    }

    private StoredTurn read(SessionActivity.Turn turn) throws IOException, InterruptedException {
        Backoff ending = new Backoff(END_DELAY);
        Backoff undecided = new Backoff(limit);
        while (true) {
            StoredTurn stored = StoredTurn.read(api, turn);
            boolean again =
                    switch (stored.state()) {
                        case RUNNING, OVER -> false;
                        case ENDING -> ending.pause();
                        case UNDECIDED -> undecided.pause();
                    };
            if (!again) {
                return stored;
            }
        }
    }

    private void deliver(List<String> lines) {
        lines.forEach(line -> consumer.accept(Line.of(line)));
    }
}
