package dev.yardmaster.provider.codex;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tracks the turns of the session's thread. A message either starts a turn or joins the running one. In the second case the response to
 * {@code turn/start} names the running turn, which ends once (seen with 0.169.0). All messages of a turn end with it. Codex accepts an
 * interrupt only after {@code turn/started}, so an earlier interrupt is kept until then.
 *
 * <pre>
 *              messageSent       accepted / started               completed
 *   idle ───────────────► sent ───────────────────► running ───────────────────► idle
 *                                                  │       ▲
 *                                                  └───────┘ messageSent: joins
 * </pre>
 *
 * <p>Shortly before the end of a turn, Codex reports that the thread is at rest: {@code idle} or {@code systemError} (0.169.0). If the end
 * does not follow, the turn is over all the same. Not thread-safe.
 */
final class TurnTracker {
    private final List<String> accepted = new ArrayList<>();
    private int unanswered;
    private Optional<String> running = Optional.empty();
    private boolean interruptPending;
    private boolean interruptSent;
    private boolean atRest;
    private boolean systemError;
    private Optional<String> ended = Optional.empty();
    private Outcome outcome = Outcome.COMPLETED;
    private int endedBeforeResponse;

    /** A message was sent to the thread. */
    void messageSent() {
        unanswered++;
    }

    /** Codex accepted a message and named the turn that handles it. */
    List<AgentEvent> accepted(String turn) {
        unanswered--;
        if (!ended.filter(turn::equals).isPresent()) {
            accepted.add(turn);
            return List.of();
        }
        if (endedBeforeResponse > 0) {
            endedBeforeResponse--;
            return List.of();
        }
        return List.of(new AgentEvent.TurnEnded(outcome, JsonSlice.nullValue()));
    }

    /** Codex rejected a message. */
    AgentEvent rejected() {
        unanswered--;
        return new AgentEvent.TurnEnded(Outcome.FAILED, JsonSlice.nullValue());
    }

    /** A turn has started: that of a message, or one that Codex starts by itself. */
    List<AgentEvent> started(String turn) {
        running = Optional.of(turn);
        atRest = false;
        boolean ofMessage = unanswered > 0 || accepted.contains(turn);
        return ofMessage ? List.of() : List.of(new AgentEvent.TurnStarted());
    }

    /** The turn that has started and must be interrupted at once. */
    Optional<String> takeInterrupt() {
        interruptSent = interruptPending;
        interruptPending = false;
        return interruptedTurn();
    }

    /** The status of the thread has changed. */
    void onStatus(String status) {
        systemError = status.equals("systemError");
        atRest = systemError || status.equals("idle");
    }

    /** The turn that is running, although its thread is at rest. */
    Optional<String> turnAtRest() {
        return running.filter(_ -> atRest);
    }

    /** Whether the thread is at rest because of an error. */
    boolean hasSystemError() {
        return systemError;
    }

    /** Whether the end of this turn was reported before. */
    boolean hasEnded(String turn) {
        return running.isEmpty() && ended.filter(turn::equals).isPresent();
    }

    /** A turn is over, with all messages that joined it. */
    List<AgentEvent> completed(String turn, Outcome turnOutcome, JsonSlice result) {
        int messages = (int) accepted.stream().filter(turn::equals).count();
        accepted.removeIf(turn::equals);
        // The response that names a turn can arrive after the end of that turn.
        endedBeforeResponse = messages == 0 ? 1 : 0;
        ended = Optional.of(turn);
        outcome = turnOutcome;
        running = Optional.empty();
        interruptPending = false;
        interruptSent = false;
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < Math.max(1, messages); i++) {
            events.add(new AgentEvent.TurnEnded(turnOutcome, result));
        }
        return events;
    }

    boolean isRunning(String turn) {
        return running.filter(turn::equals).isPresent();
    }

    boolean isOpen() {
        return unanswered > 0 || !accepted.isEmpty() || running.isPresent();
    }

    /** Returns the turn to interrupt. If no turn has started yet, the interrupt is kept for {@link #started}. */
    Optional<String> interrupt() {
        interruptPending = running.isEmpty() && isOpen();
        interruptSent = running.isPresent();
        return running;
    }

    /** The turn that was interrupted and whose end Codex has not reported yet. */
    Optional<String> interruptedTurn() {
        return running.filter(_ -> interruptSent);
    }
}
