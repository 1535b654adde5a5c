package dev.yardmaster.sse;

/**
 * An event of a feed.
 *
 * @param type its name, which is the {@code event} of its frame
 * @param json its data as JSON in one line
 */
public record SseEvent(String type, String json) {}
