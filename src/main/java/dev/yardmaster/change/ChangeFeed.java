package dev.yardmaster.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.database.Notifications;
import dev.yardmaster.sse.EventBatch;
import dev.yardmaster.sse.FrameSource;
import dev.yardmaster.sse.RecentEvents;
import dev.yardmaster.sse.SseEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes that the database announces. Triggers raise them, so every write raises them, whichever service has made it, and every service on
 * the database has all of them. For any thread.
 */
@Singleton
class ChangeFeed {
    private static final String CHANNEL = "yardmaster_change";

    private final Notifications notifications;
    private final ObjectMapper json;
    private final RecentEvents recent = new RecentEvents();
    private final EventBatch<Change.Key, Change> batch;

    ChangeFeed(Notifications notifications, ObjectMapper json, Vertx vertx) {
        this.notifications = notifications;
        this.json = json;
        this.batch = new EventBatch<>(
                Change::then,
                action -> vertx.setTimer(EventBatch.MILLIS, _ -> action.run()),
                this::publish,
                recent::reset);
    }

    void start(@Observes StartupEvent event) {
        // What has changed while the service did not listen is unknown.
        notifications.listen(CHANNEL, recent::reset, this::changed);
    }

    /** Opens the feed for a client, after the event with an id if it is known. */
    FrameSource open(Optional<String> lastEventId) {
        return recent.open(lastEventId);
    }

    private void changed(String payload) {
        try {
            Change change = json.readValue(payload, Change.class);
            batch.add(change.key(), change);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(Map<Change.Key, Change> changes) {
        recent.add(events(changes.values()));
    }

    private List<SseEvent> events(Collection<Change> changes) {
        return changes.stream()
                .map(change -> new SseEvent(change.type(), json(change)))
                .toList();
    }

    private String json(Change change) {
        try {
            return json.writeValueAsString(change);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
