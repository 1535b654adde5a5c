package dev.yardmaster.session.run;

import dev.yardmaster.provider.AgentEvent;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds what a session's listener wants to know. Except for {@link #noteIdle}, used by the thread that reads the CLI's output and, rarely,
 * by the one that checks the session's time limits.
 */
final class ProgressNotifier {
    private final SessionProgressListener listener;
    private volatile boolean answered;
    private boolean idle;

    ProgressNotifier(SessionProgressListener listener) {
        this.listener = listener;
    }

    /**
     * Calls the listener for some events, in order.
     *
     * @param total returns the usage of the session so far, including these events
     */
    void notify(List<AgentEvent> events, Supplier<AgentEvent.Usage> total) {
        for (AgentEvent event : events) {
            if (event instanceof AgentEvent.SessionStarted started) {
                listener.identified(started);
            } else if (event instanceof AgentEvent.Usage usage) {
                listener.used(usage, total.get());
            } else if (!answered && isAnswer(event)) {
                answered = true;
                listener.answered();
            }
        }
    }

    /**
     * Calls the listener if the session has become idle, or is idle no more. For any thread.
     *
     * @param state asked under a lock, so that the listener learns of the changes in their order
     */
    synchronized void noteIdle(BooleanSupplier state) {
        boolean now = state.getAsBoolean();
        if (now != idle) {
            idle = now;
            listener.idle(now);
        }
    }

    private static boolean isAnswer(AgentEvent event) {
        return event instanceof AgentEvent.MessageDelta
                || event instanceof AgentEvent.Message
                || event instanceof AgentEvent.Reasoning
                || event instanceof AgentEvent.ToolCall;
    }
}
