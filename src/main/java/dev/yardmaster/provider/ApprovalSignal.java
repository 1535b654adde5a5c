package dev.yardmaster.provider;

import java.util.Optional;

/** A CLI begins to wait for a decision of the service, or waits for it no more. */
public sealed interface ApprovalSignal {
    /** The id of the request, unique in the session. */
    String request();

    /**
     * The agent wants to use a tool, and its CLI waits until {@link Dialogue#onDecision} is called.
     *
     * @param call the id of the {@link AgentEvent.ToolCall}; empty if the CLI does not name it
     * @param reason why the CLI asks, if it says so
     */
    record Requested(String request, String call, ToolUse use, Optional<String> reason) implements ApprovalSignal {}

    /**
     * The CLI does not wait any more, because its turn was interrupted or it has ended the request itself.
     *
     * @param reason a sentence for people
     */
    record Withdrawn(String request, String reason) implements ApprovalSignal {}
}
