package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events that a client has received so far. It is a subscriber because the JDK's input stream drops received bytes when the connection
 * breaks. Thread-safe by its monitor.
 */
final class SseReply implements Flow.Subscriber<String> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    private final List<JsonNode> events = new ArrayList<>();
    private final CompletableFuture<Boolean> broken = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(String line) {
        if (line.startsWith(DATA)) {
            events.add(parse(line.substring(DATA.length())));
        }
    }

    @Override
    public void onError(Throwable failure) {
        broken.complete(true);
    }

    @Override
    public void onComplete() {
        broken.complete(false);
    }

    /** Waits for the end of the body and returns whether it broke off. */
    boolean broken() {
        return broken.join();
    }

    boolean ended() {
        return broken.isDone();
    }

    List<String> types() {
        return stream().map(event -> event.path("type").asText()).toList();
    }

    List<String> texts() {
        return deltas("text").toList();
    }

    /** Returns the first event of this type. */
    JsonNode event(String type) {
        return stream()
                .filter(event -> event.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    String toolName() {
        return stream()
                .map(event -> event.at("/content_block/name").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    String toolInput() {
        return deltas("partial_json").collect(Collectors.joining());
    }

    private Stream<String> deltas(String field) {
        return stream()
                .filter(event -> event.path("delta").has(field))
                .map(event -> event.path("delta").path(field).asText());
    }

    private synchronized Stream<JsonNode> stream() {
        return List.copyOf(events).stream();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
