package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Follows an event stream until the connection breaks, and keeps all received events. */
final class FeedRecorder {
    /** The identity of an event. */
    record Key(String session, long seq) {}

    private final Map<Key, JsonObject> received = new ConcurrentHashMap<>();
    private volatile boolean stopped;

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

    /** Follows a stream in the background as a browser does: when the connection breaks, it connects again and continues at its cursor, until {@link #stop}. */
    void followAlways(Api api, String path) {
        Thread.startVirtualThread(() -> {
            AtomicReference<String> cursor = new AtomicReference<>("");
            while (!stopped) {
                continueAfter(cursor, api, path);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        });
    }

    /** Makes no further connections. */
    void stop() {
        stopped = true;
    }

    private void continueAfter(AtomicReference<String> cursor, Api api, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.base().resolve(path))
                .header("Authorization", "Bearer " + api.token())
                .header("Accept", "text/event-stream");
        if (!cursor.get().isEmpty()) {
            request.header("Last-Event-ID", cursor.get());
        }
        try (HttpClient http = HttpClient.newHttpClient();
                Stream<String> lines =
                        http.send(request.build(), BodyHandlers.ofLines()).body()) {
            AtomicReference<String> id = new AtomicReference<>("");
            lines.forEach(line -> {
                if (line.startsWith("id: ")) {
                    id.set(line.substring(4));
                } else if (line.startsWith("data: ")) {
                    keep(new JsonObject(line.substring(6)));
                    cursor.set(id.get());
                }
            });
        } catch (IOException | InterruptedException | RuntimeException _) {
            // The connection has broken.
        }
    }

    /** Follows the stream of each session from its start, in the background, until the service can't list them. */
    void followSessions(Api api) {
        Thread.startVirtualThread(() -> {
            Set<String> followed = new HashSet<>();
            try {
                while (true) {
                    for (Object item :
                            api.json(api.get("/api/sessions?limit=20")).getJsonArray("items")) {
                        String session = ((JsonObject) item).getString("id");
                        if (followed.add(session)) {
                            follow(api, "/api/sessions/" + session + "/events");
                        }
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            } catch (RuntimeException | AssertionError _) {
                // The service was killed, or it has no database.
            }
        });
    }

    Map<Key, JsonObject> received() {
        return received;
    }

    /** All stored events. Also checks that sequence numbers are contiguous: no event is missing, and none is announced as missing. */
    static Map<Key, JsonObject> stored(Api api) {
        Map<Key, JsonObject> stored = storedBesideGaps(api);
        assertThat(stored.keySet())
                .allSatisfy(key -> assertThat(
                                key.seq() == 1 || stored.containsKey(new Key(key.session(), key.seq() - 1)))
                        .isTrue());
        return stored;
    }

    /** All stored events but gaps. Also checks that exactly the missing events are announced by gaps. */
    static Map<Key, JsonObject> storedBesideGaps(Api api) {
        Map<Key, JsonObject> stored = new HashMap<>();
        for (Object item : api.json(api.get("/api/sessions?limit=1000")).getJsonArray("items")) {
            String session = ((JsonObject) item).getString("id");
            long last = 0;
            for (JsonObject event : api.events(session)) {
                long seq = event.getLong("seq");
                if (isGap(event)) {
                    JsonObject gap = event.getJsonObject("data");
                    assertThat(gap.getLong("from")).isEqualTo(last + 1);
                    assertThat(gap.getLong("to")).isEqualTo(seq - 1);
                } else {
                    assertThat(seq).isEqualTo(last + 1);
                    stored.put(new Key(session, seq), event);
                }
                last = seq;
            }
        }
        return stored;
    }

    /** All received events but gaps. */
    private Map<Key, JsonObject> receivedBesideGaps() {
        Map<Key, JsonObject> events = new HashMap<>(received);
        events.values().removeIf(FeedRecorder::isGap);
        return events;
    }

    /** A line for each of the first ten events that are stored and were not received. */
    List<String> missing(Map<Key, JsonObject> stored) {
        return without(received, stored, "was not received");
    }

    /** A line for each of the first ten events that were received and are not stored, or are stored with other data. Gaps are left out. */
    List<String> lost(Map<Key, JsonObject> stored) {
        return without(stored, receivedBesideGaps(), "is not stored");
    }

    private static List<String> without(Map<Key, JsonObject> some, Map<Key, JsonObject> all, String verdict) {
        return all.entrySet().stream()
                .filter(event -> !event.getValue().equals(some.get(event.getKey())))
                .sorted(Comparator.comparing(event ->
                        event.getValue().getString("at") + event.getKey().seq()))
                .limit(10)
                .map(event -> "%s %s: %s".formatted(event.getKey(), verdict, event.getValue()))
                .toList();
    }

    private static boolean isGap(JsonObject event) {
        return event.getString("type").equals("gap");
    }

    private void keep(JsonObject event) {
        received.put(new Key(event.getString("session"), event.getLong("seq")), event);
    }
}
