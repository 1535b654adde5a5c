package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The model answers: with text, after a tool call if {@code tools} says so.
 *
 * @param chunks the text, one streamed delta each
 * @param thinking a thinking block before the text
 * @param tools the tools it would like to call, the best first
 * @param delivery when the text comes and how it ends
 * @param usage the tokens that the answer counts
 * @param quota what a subscription's headers say
 */
public record Answer(
        List<String> chunks,
        Optional<String> thinking,
        List<ToolCall> tools,
        Delivery delivery,
        TokenUsage usage,
        Optional<Quota> quota)
        implements Scenario.Step {
    static final Answer DEFAULT = new Answer(
            numbered(3), Optional.empty(), List.of(), Delivery.AT_ONCE, TokenUsage.DEFAULT, Optional.empty());

    public Answer {
        chunks = List.copyOf(chunks);
        tools = List.copyOf(tools);
    }

    /** The whole text. */
    public String text() {
        return String.join("", chunks);
    }

    /** This text, as one chunk. */
    public Answer text(String text) {
        return chunks(List.of(text));
    }

    /** {@code count} chunks {@code "chunk 1 of 5. "}. */
    public Answer chunks(int count) {
        return chunks(numbered(count));
    }

    public Answer chunks(List<String> chunks) {
        return new Answer(chunks, thinking, tools, delivery, usage, quota);
    }

    public Answer thinking(String text) {
        return new Answer(chunks, Optional.of(text), tools, delivery, usage, quota);
    }

    /** Waits before the response's headers. */
    public Answer delay(Duration delay) {
        return delivery(delivery.delay(delay));
    }

    /** Streams so many chunks a second. */
    public Answer perSecond(double rate) {
        return delivery(delivery.perSecond(rate));
    }

    /** Streams so many chunks and is silent from then on, with the connection open. */
    public Answer stallAfter(int count) {
        return delivery(delivery.end(Delivery.Ending.STALL, count));
    }

    /**
     * Streams so many chunks and closes the connection in the middle of the body. Many clients drop what arrives together with the
     * break; with {@link #perSecond} the break waits for its turn, and they see all chunks before it.
     */
    public Answer disconnectAfter(int count) {
        return delivery(delivery.end(Delivery.Ending.DISCONNECT, count));
    }

    /** Streams so many chunks, and then an error event: too many requests with this API key. */
    public Answer limitAfter(int count) {
        return delivery(delivery.end(Delivery.Ending.LIMIT, count));
    }

    public Answer usage(TokenUsage usage) {
        return new Answer(chunks, thinking, tools, delivery, usage, quota);
    }

    /** A subscription's early warning ({@code allowed_warning}); {@code utilization} is 0 to 1. */
    public Answer warning(double utilization, Instant resetsAt) {
        return quota(Quota.warning(utilization, resetsAt));
    }

    public Answer quota(Quota quota) {
        return new Answer(chunks, thinking, tools, delivery, usage, Optional.of(quota));
    }

    Answer tools(List<ToolCall> preferred) {
        return new Answer(chunks, thinking, preferred, delivery, usage, quota);
    }

    private Answer delivery(Delivery changed) {
        return new Answer(chunks, thinking, tools, changed, usage, quota);
    }

    private static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "chunk " + i + " of " + count + ". ")
                .toList();
    }
}
