package dev.yardmaster.provider.opencode;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Queues the messages for the session, so that each one gets a turn of its own. OpenCode would handle a message that arrives during a turn
 * within that turn, and report a single end for both.
 *
 * <p>OpenCode reports the end of a turn as {@code session.idle}. After an abort or an error it reports it twice: before and after it closes
 * the open message. Only the one without open messages counts. One that arrives before the turn's first {@code busy} belongs to the
 * previous turn.
 */
final class TurnQueue {
    private final RequestLines requests;
    private final MessagePartEvents parts = new MessagePartEvents();
    private final Queue<String> waiting = new ArrayDeque<>();
    private final Set<String> openMessages = new HashSet<>();
    private @Nullable String session;
    private boolean ready;
    private boolean running;
    private boolean busy;
    private boolean abortWanted;
    private boolean aborted;
    private AgentEvent.@Nullable Failure failure;
    private AgentEvent.@Nullable Failure lastFailure;

    TurnQueue(RequestLines requests) {
        this.requests = requests;
    }

    MessagePartEvents parts() {
        return parts;
    }

    boolean isOwn(String id) {
        return id.equals(session);
    }

    /** Queues a message and sends it if no turn is running. */
    List<String> enqueue(String text) {
        waiting.add(text);
        return startNext();
    }

    /**
     * OpenCode has reported the session's id.
     *
     * @param canBegin whether the first turn can start without {@link #onToolsReady}
     */
    List<String> onSessionCreated(String id, boolean canBegin) {
        session = id;
        ready = canBegin;
        return startNext();
    }

    /** The MCP servers are connected, so the first turn can start. */
    Step onToolsReady() {
        ready = true;
        return new Step(List.of(), startNext());
    }

    /** The current message, or else the next one, fails. */
    Step failMessage(AgentEvent.Failure... why) {
        List<AgentEvent> events = new ArrayList<>(List.of(why));
        if (running || waiting.poll() != null) {
            events.addAll(endTurn(Outcome.FAILED));
        }
        return new Step(events, startNext());
    }

    /** OpenCode ignores an abort before it has started the turn, so the abort is sent when it has. */
    Step interrupt() {
        if (!running) {
            List<AgentEvent> events = new ArrayList<>();
            waiting.forEach(_ -> events.addAll(parts.endTurn(Outcome.INTERRUPTED)));
            waiting.clear();
            return new Step(events, List.of());
        }
        abortWanted = true;
        return new Step(List.of(), sendAbort());
    }

    List<String> onBusy() {
        busy = running;
        return sendAbort();
    }

    void onMessageStarted(String message) {
        openMessages.add(message);
    }

    void onMessageCompleted(String message) {
        openMessages.remove(message);
    }

    /**
     * Records an error of the turn, whose end will follow. Returns false if an error was reported before, or if no turn is running.
     * OpenCode repeats the error for an unknown model after the end of the turn.
     */
    boolean recordError(AgentEvent.Failure why) {
        boolean first = busy && failure == null;
        if (first) {
            failure = why;
            lastFailure = why;
            parts.abandonOpenParts();
        }
        return first;
    }

    /** Whether the error means that OpenCode did not start a turn for the message. */
    boolean isRejection(AgentEvent.Failure why) {
        return running && !busy && !why.equals(lastFailure);
    }

    /** Aborts the turn. */
    List<String> abandonTurn() {
        abortWanted = true;
        return sendAbort();
    }

    /** OpenCode has aborted the turn, at our request or by itself. */
    void onAborted() {
        aborted = busy;
    }

    Step onIdle() {
        return busy && openMessages.isEmpty() ? new Step(endTurn(outcome()), startNext()) : Step.nothing();
    }

    private Outcome outcome() {
        return failure != null ? Outcome.FAILED : aborted ? Outcome.INTERRUPTED : Outcome.COMPLETED;
    }

    private List<AgentEvent> endTurn(Outcome outcome) {
        running = false;
        busy = false;
        abortWanted = false;
        aborted = false;
        failure = null;
        openMessages.clear();
        return parts.endTurn(outcome);
    }

    private List<String> startNext() {
        String id = session;
        if (id == null || !ready || running || waiting.isEmpty()) {
            return List.of();
        }
        running = true;
        return List.of(requests.prompt(id, waiting.remove()));
    }

    private List<String> sendAbort() {
        String id = session;
        if (id == null || !abortWanted || !busy || aborted) {
            return List.of();
        }
        aborted = true;
        return List.of(RequestLines.abort(id));
    }
}
