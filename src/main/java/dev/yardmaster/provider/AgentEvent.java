package dev.yardmaster.provider;

import dev.yardmaster.json.JsonSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One normalised thing that happened in a session, whichever provider told it. Sealed: a new case breaks every switch.
 *
 * <p>A message's text is what its {@link Message} says. {@link MessageDelta}s are a preview of it under the same {@code message} id, and
 * are void when a {@link Retry} discards that id: the provider starts that message again.
 */
public sealed interface AgentEvent {
    /** The provider has started, or gone on with, its own session {@code providerSession}; {@code details} is an object (tools, MCP servers …). */
    record SessionStarted(String providerSession, Optional<String> model, JsonSlice details) implements AgentEvent {}

    /** A message was given to the agent: the prompt, or one sent while it ran. */
    record UserMessage(String text) implements AgentEvent {}

    /** A piece of a message that is being written; {@code text} is a JSON string. */
    record MessageDelta(String message, Content content, JsonSlice text) implements AgentEvent {}

    /** A whole message; {@code text} is a JSON string. */
    record Message(String message, JsonSlice text) implements AgentEvent {}

    /** A whole piece of the model's visible reasoning; {@code text} is a JSON string. */
    record Reasoning(String message, JsonSlice text) implements AgentEvent {}

    /** The agent calls a tool; {@code call} joins it to its {@link ToolResult}. */
    record ToolCall(String call, String name, JsonSlice input) implements AgentEvent {}

    /** What a tool answered; {@code output} is any JSON value. */
    record ToolResult(String call, JsonSlice output, boolean error) implements AgentEvent {}

    /** What a turn consumed, in tokens and, where the provider says it, US dollars. */
    record Usage(
            long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens, OptionalDouble costUsd)
            implements AgentEvent {}

    /**
     * What the provider says of its rate limits, on healthy turns too.
     *
     * @param blocked whether it refuses work until the reset
     * @param window the provider's name of the window, such as {@code five_hour}
     * @param resetsAt when the window starts anew
     * @param details the provider's own object, or null
     */
    record Limit(boolean blocked, Optional<String> window, Optional<Instant> resetsAt, JsonSlice details)
            implements AgentEvent {}

    /**
     * The provider tries again by itself.
     *
     * @param attempt which attempt follows, from 1; 0 when it is not said
     * @param status the HTTP status that made it try again
     * @param discarded the message whose deltas are void
     */
    record Retry(int attempt, Duration delay, OptionalInt status, String reason, Optional<String> discarded)
            implements AgentEvent {}

    /**
     * Something failed.
     *
     * @param kind the provider's word for it in {@code snake_case}
     * @param status the HTTP status that says so
     * @param fatal whether the turn, or the whole session, fails with it; the agent goes on in spite of one that is not
     */
    record Failure(String kind, String message, OptionalInt status, boolean fatal) implements AgentEvent {
        /** A fatal one. */
        public Failure(String kind, String message, OptionalInt status) {
            this(kind, message, status, true);
        }

        /** One that the agent goes on in spite of. */
        public static Failure warning(String kind, String message) {
            return new Failure(kind, message, OptionalInt.empty(), false);
        }
    }

    /** A turn is over and the session can take the next message; {@code result} is the last text, a JSON string or null. */
    record TurnEnded(Outcome outcome, JsonSlice result) implements AgentEvent {}

    /** What the provider printed and we know no meaning for; {@code line} is its JSON, or the text as a JSON string. */
    record ProviderRaw(JsonSlice line) implements AgentEvent {}

    /** What a delta is a piece of. */
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
