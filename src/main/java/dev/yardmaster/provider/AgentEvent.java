package dev.yardmaster.provider;

import dev.yardmaster.json.JsonSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Something that happened in a session, in the same form for all providers. The interface is sealed: a new kind of event breaks every switch.
 *
 * <p>A dialogue reports at least {@link SessionStarted}, {@link UserMessage}, {@link Message} and {@link TurnEnded}; a session that runs a
 * task ends after its last turn. {@link MessageDelta}s are a preview: the later {@link Message} with the same id contains the whole text. If
 * a {@link Retry} discards that id, the deltas are void and the provider starts the message again.
 */
public sealed interface AgentEvent {
    /**
     * The CLI has started or resumed its own session.
     *
     * @param providerSession the CLI's id of the session, by which a later session can resume it
     * @param model the model that the CLI reports
     * @param details a JSON object with further data of the CLI, such as its tools and MCP servers
     */
    record SessionStarted(String providerSession, Optional<String> model, JsonSlice details) implements AgentEvent {}

    /** A message was sent to the agent: the prompt, or a message during the session. It opens a turn. */
    record UserMessage(String text) implements AgentEvent {}

    /** The agent has started a turn that no message asked for, for example because a background task has ended. */
    record TurnStarted() implements AgentEvent {}

    /**
     * The tasks that the agent runs in the background have changed. They outlive a turn, and the agent starts a turn by itself when one ends.
     *
     * @param running how many tasks run now
     * @param tasks the CLI's own list of them, a JSON array
     */
    record BackgroundTasks(int running, JsonSlice tasks) implements AgentEvent {}

    /**
     * A piece of a message that the model is writing.
     *
     * @param message an id that joins the pieces of a message
     * @param text a JSON string
     */
    record MessageDelta(String message, Content content, JsonSlice text) implements AgentEvent {}

    /**
     * A complete message of the agent.
     *
     * @param message the id of the message; unique in the session
     * @param text a JSON string
     */
    record Message(String message, JsonSlice text) implements AgentEvent {}

    /**
     * A complete part of the model's visible reasoning.
     *
     * @param message the id of the message or part
     * @param text a JSON string
     */
    record Reasoning(String message, JsonSlice text) implements AgentEvent {}

    /**
     * The agent calls a tool.
     *
     * @param call an id that joins the call to its {@link ToolResult}
     * @param name the tool's name
     * @param input a JSON value
     */
    record ToolCall(String call, String name, JsonSlice input) implements AgentEvent {}

    /**
     * A tool has returned.
     *
     * @param call the id of the {@link ToolCall}
     * @param output a JSON value
     * @param error whether the tool failed
     */
    record ToolResult(String call, JsonSlice output, boolean error) implements AgentEvent {}

    /**
     * The consumption since the previous event of this kind; usually that of one turn. The service adds the events up.
     *
     * @param inputTokens input tokens without those that were read from the cache or written to it
     * @param outputTokens output tokens, including reasoning
     * @param cacheReadTokens input tokens that were read from the provider's cache
     * @param cacheWriteTokens input tokens that were written to the provider's cache
     * @param costUsd the cost in US dollars, if the CLI reports it
     */
    record Usage(
            long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens, OptionalDouble costUsd)
            implements AgentEvent {}

    /**
     * The state of one of the provider's rate limits. Some CLIs report it in successful turns too.
     *
     * @param blocked whether the provider refuses work until the reset
     * @param window the provider's name of the limit's window, such as {@code five_hour}
     * @param resetsAt when the window starts again
     * @param details the CLI's own object, or JSON {@code null}
     */
    record Limit(boolean blocked, Optional<String> window, Optional<Instant> resetsAt, JsonSlice details)
            implements AgentEvent {}

    /**
     * The CLI retries a request itself.
     *
     * @param attempt the number of the next attempt, from 1; 0 if the CLI does not report it
     * @param delay the time until the next attempt
     * @param status the HTTP status of the failed attempt
     * @param reason the CLI's explanation
     * @param discarded the id of the message whose deltas are void
     */
    record Retry(int attempt, Duration delay, OptionalInt status, String reason, Optional<String> discarded)
            implements AgentEvent {}

    /**
     * An error. After a fatal one the service decides by kind, status and message whether the provider has reached a limit, the sign-in is
     * missing, or a retry may help.
     *
     * @param kind the provider's error code in {@code snake_case}, such as {@code rate_limit}, {@code authentication_failed},
     *     {@code billing_error}, {@code context_window_exceeded} or {@code overloaded}
     * @param message the explanation of the provider or the CLI
     * @param status the HTTP status of the provider's answer
     * @param fatal whether the turn or the whole session fails; after other errors the agent continues
     */
    record Failure(String kind, String message, OptionalInt status, boolean fatal) implements AgentEvent {
        /** A fatal error. */
        public Failure(String kind, String message, OptionalInt status) {
            this(kind, message, status, true);
        }

        /** Returns an error after which the agent continues. */
        public static Failure warning(String kind, String message) {
            return new Failure(kind, message, OptionalInt.empty(), false);
        }
    }

    /**
     * A turn has ended, and the session can take the next message. The service ignores the end of a turn if no turn is open, and lets a
     * completed turn fail in which the agent did nothing at all.
     *
     * @param result the agent's last text as a JSON string, or JSON {@code null}
     */
    record TurnEnded(Outcome outcome, JsonSlice result) implements AgentEvent {}

    /**
     * The agent waits until people allow or deny a use of a tool. The service reports this event, not a dialogue.
     *
     * @param approval the id of the approval in the service
     * @param call the id of the {@link ToolCall}; empty if unknown
     * @param use what the agent wants to do
     * @param reason why it needs an approval
     * @param expiresAt when it is denied without an answer
     */
    record ApprovalRequested(String approval, String call, ToolUse use, Optional<String> reason, Instant expiresAt)
            implements AgentEvent {}

    /**
     * A use of a tool was allowed or denied, or nothing waits for the decision any more. The service reports this event, not a dialogue.
     *
     * @param approval the id of the approval in the service
     * @param state the state of the approval: {@code allowed}, {@code denied}, {@code expired} or {@code withdrawn}
     * @param use what the agent wanted to do
     * @param by the name of the token that decided, or the rule
     * @param message the reason
     */
    record ApprovalDecided(String approval, String state, ToolUse use, Optional<String> by, Optional<String> message)
            implements AgentEvent {}

    /**
     * A line of the CLI that the dialogue does not interpret.
     *
     * @param line the line's JSON, or its text as a JSON string
     */
    record ProviderRaw(JsonSlice line) implements AgentEvent {}

    /** The part of a message that a delta belongs to. */
    enum Content {
        TEXT,
        REASONING
    }

    /** How a turn ended. */
    enum Outcome {
        COMPLETED,
        INTERRUPTED,
        FAILED
    }
}
