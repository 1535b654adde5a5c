package dev.yardmaster.session.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Completes logs in the transactions that end their sessions. For any thread. */
public @Singleton class FeedAppender {
    private final ChunkRepository chunks;
    private final EventFeed feed;

    FeedAppender(ChunkRepository chunks, EventFeed feed) {
        this.chunks = chunks;
        this.feed = feed;
    }

    /** Stores the last chunks of a log; see {@link ChunkRepository#append}. */
    public Uni<List<Chunk>> append(SqlConnection transaction, List<Chunk> last) {
        return chunks.append(transaction, last);
    }

    /**
     * Shows stored chunks to the readers of the feed. To be called after the commit.
     *
     * @param stored empty if the session had ended before, possibly in a transaction whose result was lost
     * @return whether the session had not ended before
     */
    public Uni<Boolean> publish(Optional<List<Chunk>> stored) {
        if (stored.isEmpty()) {
            return chunks.lastPosition().invoke(feed::announce).replaceWith(false);
        }
        feed.add(stored.get());
        return Uni.createFrom().item(true);
    }
}
