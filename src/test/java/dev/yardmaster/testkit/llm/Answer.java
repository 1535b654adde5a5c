package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The model answers with text, or first with a tool call if there are {@code tools}.
 *
 * @param chunks the parts of the text, each sent as one streamed delta
 * @param thinking a thinking block before the text
 * @param tools the tools to call, in order of preference
 * @param more whether it calls a tool also after the result of a tool
 * @param delivery when the text is sent and how the response ends
 * @param usage the numbers of tokens that the answer reports
 * @param quota the content of a subscription's headers
 */
public record Answer(
        List<String> chunks,
        Optional<String> thinking,
        List<ToolCall> tools,
        boolean more,
        Delivery delivery,
        TokenUsage usage,
        Optional<Quota> quota)
        implements Scenario.Step {
    static final Answer DEFAULT = new Answer(
            numbered(3), Optional.empty(), List.of(), false, Delivery.AT_ONCE, TokenUsage.DEFAULT, Optional.empty());

    public Answer {
        chunks = List.copyOf(chunks);
        tools = List.copyOf(tools);
    }

    /** Returns the whole text. */
    public String text() {
        return String.join("", chunks);
    }

    /** Sends this text as one chunk. */
    public Answer text(String text) {
        return chunks(List.of(text));
    }

    /** Sends {@code count} chunks such as {@code "chunk 1 of 5. "}. */
    public Answer chunks(int count) {
        return chunks(numbered(count));
    }

    public Answer chunks(List<String> chunks) {
        return new Answer(chunks, thinking, tools, more, delivery, usage, quota);
    }

    public Answer thinking(String text) {
        return new Answer(chunks, Optional.of(text), tools, more, delivery, usage, quota);
    }

    /** Waits before the response's headers. */
    public Answer delay(Duration delay) {
        return delivery(delivery.delay(delay));
    }

    /** Streams this number of chunks a second. */
    public Answer perSecond(double rate) {
        return delivery(delivery.perSecond(rate));
    }

    /** Streams this number of chunks, then sends nothing and leaves the connection open. */
    public Answer stallAfter(int count) {
        return delivery(delivery.end(Delivery.Ending.STALL, count));
    }

    /**
     * Streams this number of chunks, then closes the connection in the middle of the body. Many clients drop bytes that arrive together with
     * the close. With {@link #perSecond} the close comes one interval after the last chunk, so that clients receive all chunks.
     */
    public Answer disconnectAfter(int count) {
        return delivery(delivery.end(Delivery.Ending.DISCONNECT, count));
    }

    /** Streams this number of chunks, then an error event about too many requests with this API key. */
    public Answer limitAfter(int count) {
        return delivery(delivery.end(Delivery.Ending.LIMIT, count));
    }

    public Answer usage(TokenUsage usage) {
        return new Answer(chunks, thinking, tools, more, delivery, usage, quota);
    }

    /** Adds a subscription's early warning ({@code allowed_warning}); {@code utilization} is 0 to 1. */
    public Answer warning(double utilization, Instant resetsAt) {
        return quota(Quota.warning(utilization, resetsAt));
    }

    public Answer quota(Quota quota) {
        return new Answer(chunks, thinking, tools, more, delivery, usage, Optional.of(quota));
    }

    /** Calls the tool also after the result of another one, so that a scenario can call several tools in one turn. */
    public Answer afterToolResult() {
        return new Answer(chunks, thinking, tools, true, delivery, usage, quota);
    }

    Answer tools(List<ToolCall> preferred) {
        return new Answer(chunks, thinking, preferred, more, delivery, usage, quota);
    }

    private Answer delivery(Delivery changed) {
        return new Answer(chunks, thinking, tools, more, changed, usage, quota);
    }

    private static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "chunk " + i + " of " + count + ". ")
                .toList();
    }
}
