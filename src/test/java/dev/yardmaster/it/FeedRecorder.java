package dev.yardmaster.it;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Follows an event stream until the connection breaks, and keeps all received events. */
final class FeedRecorder {
    /** The identity of an event. */
    record Key(String session, long seq) {}

    private final Map<Key, JsonObject> received = new ConcurrentHashMap<>();

    /** Starts to follow a stream in the background. */
    void follow(Api api, String path) {
        HttpRequest request = HttpRequest.newBuilder(api.base().resolve(path))
                .header("Authorization", "Bearer " + api.token())
                .header("Accept", "text/event-stream")
                .build();
        Thread.startVirtualThread(() -> {
            try (HttpClient http = HttpClient.newHttpClient();
                    Stream<String> lines =
                            http.send(request, BodyHandlers.ofLines()).body()) {
                lines.filter(line -> line.startsWith("data: "))
                        .forEach(line -> keep(new JsonObject(line.substring(6))));
            } catch (IOException | InterruptedException | RuntimeException _) {
                // The service was killed.
            }
        });
    }

    Map<Key, JsonObject> received() {
        return received;
    }

    private void keep(JsonObject event) {
        received.put(new Key(event.getString("session"), event.getLong("seq")), event);
    }
}
