package dev.yardmaster.follow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientJson;
import dev.yardmaster.client.EventStream.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks sessions up. */
final class Sessions {
    private static final String PAGE = "1000";

    private final ApiClient client;

    Sessions(ApiClient client) {
        this.client = client;
    }

    /** A session; empty if the service does not answer, because a stream can do without its description. */
    Optional<JsonNode> find(String id) {
        try {
            return Optional.of(client.send(Call.get(path(id))));
        } catch (ClientException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A session in short, with the one whose work it continues. */
    Optional<SessionCard> card(String id) {
        return find(id).map(session -> SessionCard.of(
                session,
                Optional.ofNullable(session.path("earlier").textValue())
                        .flatMap(this::find)
                        .map(earlier -> SessionCard.of(earlier, Optional.empty()))));
    }

    /** The running sessions of an agent, the oldest first. */
    List<String> running(String agent) throws InterruptedException {
        Call call = Call.get("/api/sessions")
                .with("agent", agent)
                .with("state", "starting")
                .with("state", "running");
        return items(client.send(call))
                .map(it -> it.path("id").asText())
                .toList()
                .reversed();
    }

    /** The session that continues the work of another one. */
    Optional<JsonNode> successor(JsonNode session) throws InterruptedException {
        Call all = Call.get("/api/sessions").with("limit", "20");
        Call call = session.has("task")
                ? all.with("task", session.path("task").asText())
                : all.with("agent", session.path("agent").asText());
        String id = session.path("id").asText();
        return items(client.send(call))
                .filter(it -> it.path("earlier").asText().equals(id))
                .findFirst();
    }

    /** Passes on the events that a session has now, without cursors. */
    void events(String id, Consumer<Frame> consumer) throws InterruptedException {
        for (OptionalLong after = OptionalLong.of(0); after.isPresent(); ) {
            Call call = Call.get(path(id) + "/events").with("limit", PAGE).with("after", "" + after.getAsLong());
            String page = client.text(call, "application/json");
            List<Frame> frames = new ArrayList<>();
            after = read(page, frames);
            frames.forEach(consumer);
        }
    }

    private static String path(String id) {
        return "/api/sessions/" + Call.part(id);
    }

    private static Stream<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false);
    }

    /** Takes the events out of a page as the service sent them. Returns the number after which the next page starts. */
    private static OptionalLong read(String page, List<Frame> frames) {
        OptionalLong next = OptionalLong.empty();
        try (JsonParser parser = ClientJson.MAPPER.createParser(page)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean item = token == JsonToken.START_OBJECT
                        && parser.getParsingContext().getParent().inArray();
                if (item) {
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    int end = (int) parser.currentLocation().getCharOffset();
                    frames.add(new Frame(Optional.empty(), page.substring(start, end)));
                } else if (token == JsonToken.VALUE_NUMBER_INT && "next".equals(parser.currentName())) {
                    next = OptionalLong.of(parser.getLongValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next;
    }
}
