package dev.yardmaster.activity;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The entries that any service on the database adds to the activity. For any thread. */
@Singleton
class ActivityFeed {
    private static final Logger LOG = Logger.getLogger(ActivityFeed.class);
    private static final String CHANNEL = "yardmaster_activity";
    private static final String TYPE = "activity";

    private final Notifications notifications;
    private final ActivityRepository repository;
    private final ObjectMapper json;
    private final RecentEvents recent = new RecentEvents();
    private final EventBatch<UUID, UUID> batch;

    ActivityFeed(Notifications notifications, ActivityRepository repository, ObjectMapper json, Vertx vertx) {
        this.notifications = notifications;
        this.repository = repository;
        this.json = json;
        this.batch = new EventBatch<>(
                (_, later) -> later,
                action -> vertx.setTimer(EventBatch.MILLIS, _ -> action.run()),
                this::publish,
                recent::reset);
    }

    void start(@Observes StartupEvent event) {
        // What was added while the service did not listen is unknown.
        notifications.listen(CHANNEL, recent::reset, payload -> {
            UUID id = UUID.fromString(payload);
            batch.add(id, id);
        });
    }

    /** Opens the feed for a client, after the event with an id if it is known. */
    FrameSource open(Optional<String> lastEventId) {
        return recent.open(lastEventId);
    }

    private void publish(Map<UUID, UUID> ids) {
        repository.byIds(ids.keySet()).map(this::events).subscribe().with(recent::add, failure -> {
            LOG.warnf("state=activity_not_read error=%s", failure);
            recent.reset();
        });
    }

    private List<SseEvent> events(List<Entry> entries) {
        return entries.stream().map(entry -> new SseEvent(TYPE, json(entry))).toList();
    }

    private String json(Entry entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
