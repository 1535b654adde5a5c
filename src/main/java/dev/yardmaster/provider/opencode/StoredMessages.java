package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.opencode.server.DirectoryApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages that the server stores, each with its parts. */
final class StoredMessages {
    private static final int FIRST_PAGE = 64;

    private final DirectoryApi api;

    StoredMessages(DirectoryApi api) {
        this.api = api;
    }

    /** The messages of the turn's session, the oldest first. Empty if the server has not received the prompt. */
    List<JsonNode> of(SessionActivity.Turn turn) throws IOException, InterruptedException {
        return since(turn.startedAt(), turn.session());
    }

    /**
     * The messages of a session since an instant, the oldest first. The server returns the newest ones, so this asks for more until an
     * earlier message is among them: the whole conversation can be very long.
     *
     * @param start in milliseconds since 1970
     */
    List<JsonNode> since(long start, String session) throws IOException, InterruptedException {
        for (int limit = FIRST_PAGE; ; limit *= 4) {
            JsonNode page = api.get("/session/" + session + "/message?limit=" + limit);
            if (page.size() < limit || created(page.path(0)) < start) {
                return since(start, page);
            }
        }
    }

    /** When the message was created, in milliseconds since 1970. */
    static long created(JsonNode message) {
        return message.path("info").path("time").path("created").asLong();
    }

    /** From the first one on: later messages of the turn can have an earlier time, if the clock of the machine was set back. */
    private static List<JsonNode> since(long start, JsonNode page) {
        List<JsonNode> messages = new ArrayList<>();
        for (JsonNode message : page) {
            if (!messages.isEmpty() || created(message) >= start) {
                messages.add(message);
            }
        }
        return messages;
    }
}
