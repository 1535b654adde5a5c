package dev.yardmaster.session.log;

import dev.yardmaster.database.Notifications;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Learns from the database that another service has stored chunks, and announces them to the readers of the feed. */
@Singleton
class FeedListener {
    private static final Logger LOG = Logger.getLogger(FeedListener.class);

    private final Notifications notifications;
    private final ChunkRepository chunks;
    private final EventFeed feed;

    FeedListener(Notifications notifications, ChunkRepository chunks, EventFeed feed) {
        this.notifications = notifications;
        this.chunks = chunks;
        this.feed = feed;
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(ChunkRepository.CHANNEL, this::catchUp, this::stored);
    }

    private void catchUp() {
        chunks.lastPosition()
                .subscribe()
                .with(
                        feed::announce,
                        e -> LOG.warnf("state=feed_not_read error=%s; the next notification repeats it", e));
    }

    /** @param payload the origin of the insert and the position of its last chunk */
    private void stored(String payload) {
        int space = payload.indexOf(' ');
        if (!payload.substring(0, space).equals(chunks.origin())) {
            feed.announce(Long.parseLong(payload.substring(space + 1)));
        }
    }
}
