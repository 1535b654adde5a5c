package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.opencode.server.Backoff;
import dev.yardmaster.provider.opencode.server.DirectoryApi;
import dev.yardmaster.provider.opencode.server.OpenCodeApi;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Sends requests, and sends them again when the connection to the server breaks. A prompt is never received twice. */
final class RequestSender {
    private static final OpenCodeApi.Response ACCEPTED = new OpenCodeApi.Response(204, Json.MAPPER.nullNode());

    private final DirectoryApi api;
    private final SessionActivity activity;
    private final Duration limit;

    /** @param limit how long to try to reach a server again */
    RequestSender(DirectoryApi api, SessionActivity activity, Duration limit) {
        this.api = api;
        this.activity = activity;
        this.limit = limit;
    }

    /** @throws IOException if the server does not respond in time, or can't be reached again */
    OpenCodeApi.Response send(JsonNode request) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(limit);
        for (boolean again = false; ; again = true) {
            try {
                return again && wasReceived(request) ? ACCEPTED : api.send(request);
            } catch (HttpTimeoutException e) {
                throw e;
            } catch (IOException e) {
                if (!backoff.pause()) {
                    throw e;
                }
            }
        }
    }

    /** Other requests than prompts have the same effect when they are received twice. */
    private boolean wasReceived(JsonNode request) throws IOException, InterruptedException {
        return request.path("request").asText().equals(RequestLines.PROMPT)
                && activity.turn().isPresent()
                && !new StoredMessages(api).of(activity.turn().get()).isEmpty();
    }
}
