package dev.yardmaster.provider.codex;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The turns of the session's thread. A message either starts a turn or joins the running one (seen with 0.169.0: the answer to
 * {@code turn/start} then names that one, which ends once); all messages that a turn has taken in end with it. An interrupt is
 * only understood from {@code turn/started} on, so one that comes earlier waits for that.
 *
 * <pre>
 *              send              accepted / started               completed
 *   idle ───────────────► sent ───────────────────► running ───────────────────► idle
 *                                                  │       ▲
 *                                                  └───────┘ send: joins
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class TurnTracker {
    private final List<String> accepted = new ArrayList<>();
    private int sent;
    private Optional<String> running = Optional.empty();
    private boolean interruptWanted;
    private boolean interruptAsked;
    private Optional<String> ended = Optional.empty();
    private Outcome outcome = Outcome.COMPLETED;
    private int endedUnanswered;

    /** A message was sent to the thread. */
    void send() {
        sent++;
    }

    /** A sent message was answered with the turn that takes it. */
    List<AgentEvent> accepted(String turn) {
        sent--;
        if (!ended.filter(turn::equals).isPresent()) {
            accepted.add(turn);
            return List.of();
        }
        if (endedUnanswered > 0) {
            endedUnanswered--;
            return List.of();
        }
        return List.of(new AgentEvent.TurnEnded(outcome, JsonSlice.nullValue()));
    }

    /** A sent message was refused. */
    AgentEvent refused() {
        sent--;
        return new AgentEvent.TurnEnded(Outcome.FAILED, JsonSlice.nullValue());
    }

    /** A turn has begun to run; tells whether it is to be interrupted at once. */
    boolean started(String turn) {
        running = Optional.of(turn);
        boolean interrupt = interruptWanted;
        interruptWanted = false;
        interruptAsked = interrupt;
        return interrupt;
    }

    /** A turn is over, with all messages that it took in. */
    List<AgentEvent> completed(String turn, Outcome how, JsonSlice result) {
        int messages = (int) accepted.stream().filter(turn::equals).count();
        accepted.removeIf(turn::equals);
        // The answer can come after the end that it belongs to.
        endedUnanswered = messages == 0 ? 1 : 0;
        ended = Optional.of(turn);
        outcome = how;
        running = Optional.empty();
        interruptWanted = false;
        interruptAsked = false;
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < Math.max(1, messages); i++) {
            events.add(new AgentEvent.TurnEnded(how, result));
        }
        return events;
    }

    boolean isRunning(String turn) {
        return running.filter(turn::equals).isPresent();
    }

    boolean isOpen() {
        return sent > 0 || !accepted.isEmpty() || running.isPresent();
    }

    /** The turn to be interrupted; when it has yet to start, {@link #started} tells. */
    Optional<String> interrupt() {
        interruptWanted = running.isEmpty() && isOpen();
        interruptAsked = running.isPresent();
        return running;
    }

    /** The turn that was to be interrupted, and of which it is not told yet that it has ended. */
    Optional<String> interrupted() {
        return running.filter(_ -> interruptAsked);
    }
}
