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
 * Which message is being answered. OpenCode would answer messages that come during a turn within that turn, and tell one end for all of
 * them; so each waits here until the one before it is done.
 *
 * <p>An end is told as {@code session.idle}, after an abort or an error twice: before and after the message that was being written is
 * closed. The one with nothing open counts, and one that comes before the turn's first {@code busy} belongs to the turn before.
 */
final class PendingMessages {
    private final RequestLines requests;
    private final MessagePartEvents parts = new MessagePartEvents();
    private final Queue<String> waiting = new ArrayDeque<>();
    private final Set<String> unfinished = new HashSet<>();
    private @Nullable String session;
    private boolean ready;
    private boolean running;
    private boolean busy;
    private boolean abortWanted;
    private boolean aborted;
    private AgentEvent.@Nullable Failure failure;
    private AgentEvent.@Nullable Failure lastFailure;

    PendingMessages(RequestLines requests) {
        this.requests = requests;
    }

    MessagePartEvents parts() {
        return parts;
    }

    boolean isOwn(String id) {
        return id.equals(session);
    }

    /** A message from us. */
    List<String> say(String text) {
        waiting.add(text);
        return next();
    }

    /** OpenCode has told the session's id. */
    List<String> known(String id, boolean canBegin) {
        session = id;
        ready = canBegin;
        return next();
    }

    /** What was still to be found out before the first turn is. */
    Step ready() {
        ready = true;
        return new Step(List.of(), next());
    }

    /** The message that is, or was to be, answered won't be. */
    Step failed(AgentEvent.Failure... why) {
        List<AgentEvent> told = new ArrayList<>(List.of(why));
        if (running || waiting.poll() != null) {
            told.addAll(end(Outcome.FAILED));
        }
        return new Step(told, next());
    }

    /** An abort before OpenCode has begun with the turn would be lost; it is sent when it has. */
    Step interrupt() {
        if (!running) {
            List<AgentEvent> told = new ArrayList<>();
            waiting.forEach(_ -> told.addAll(parts.end(Outcome.INTERRUPTED)));
            waiting.clear();
            return new Step(told, List.of());
        }
        abortWanted = true;
        return new Step(List.of(), abort());
    }

    List<String> busy() {
        busy = running;
        return abort();
    }

    void opened(String message) {
        unfinished.add(message);
    }

    void closed(String message) {
        unfinished.remove(message);
    }

    /**
     * An error of the turn, which its end will follow; false if it was told before, or there is no turn. An unknown model is told once more
     * after the end.
     */
    boolean fail(AgentEvent.Failure why) {
        boolean news = busy && failure == null;
        if (news) {
            failure = why;
            lastFailure = why;
            parts.abandon();
        }
        return news;
    }

    /** Whether an error means that the message did not even become a turn. */
    boolean isRefusal(AgentEvent.Failure why) {
        return running && !busy && !why.equals(lastFailure);
    }

    /** Makes OpenCode give the turn up. */
    List<String> giveUp() {
        abortWanted = true;
        return abort();
    }

    /** OpenCode has given the turn up, be it that we wanted it. */
    void aborted() {
        aborted = busy;
    }

    Step idle() {
        return busy && unfinished.isEmpty() ? new Step(end(outcome()), next()) : Step.nothing();
    }

    private Outcome outcome() {
        return failure != null ? Outcome.FAILED : aborted ? Outcome.INTERRUPTED : Outcome.COMPLETED;
    }

    private List<AgentEvent> end(Outcome outcome) {
        running = false;
        busy = false;
        abortWanted = false;
        aborted = false;
        failure = null;
        unfinished.clear();
        return parts.end(outcome);
    }

    private List<String> next() {
        String id = session;
        if (id == null || !ready || running || waiting.isEmpty()) {
            return List.of();
        }
        running = true;
        return List.of(requests.prompt(id, waiting.remove()));
    }

    private List<String> abort() {
        String id = session;
        if (id == null || !abortWanted || !busy || aborted) {
            return List.of();
        }
        aborted = true;
        return List.of(RequestLines.abort(id));
    }
}
