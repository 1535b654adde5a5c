package dev.yardmaster.session.run;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ApprovalSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records how far a session has come. */
final class RecordingListener implements SessionProgressListener {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Runnable onUsage = () -> {};

    List<String> calls() {
        return calls;
    }

    /** Runs an action when usage is reported: on the reader's thread, before the session replies to the line. */
    void onUsage(Runnable action) {
        onUsage = action;
    }

    @Override
    public void started() {
        calls.add("started");
    }

    @Override
    public void identified(AgentEvent.SessionStarted started) {
        calls.add("identified " + started.providerSession());
    }

    @Override
    public void approval(ApprovalSignal signal) {
        calls.add("approval " + signal.getClass().getSimpleName() + " " + signal.request());
    }

    @Override
    public void answered() {
        calls.add("answered");
    }

    @Override
    public void used(AgentEvent.Usage turn, AgentEvent.Usage total) {
        calls.add("used " + turn.inputTokens() + " of " + total.inputTokens());
        onUsage.run();
    }

    @Override
    public void idle(boolean idle) {
        calls.add(idle ? "idle" : "working");
    }
}
