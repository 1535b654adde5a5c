package dev.yardmaster.session.stream;

import dev.yardmaster.session.Session;
import dev.yardmaster.session.SessionRegistry;
import dev.yardmaster.session.SessionRepository;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.Gap;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.log.EventFeed;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.sse.Opening;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Opens a source of frames at a client's cursor. */
@Singleton
class EventSources {
    private final SessionRegistry sessions;
    private final SessionRepository repository;
    private final ChunkRepository chunks;
    private final EventFeed feed;

    EventSources(SessionRegistry sessions, SessionRepository repository, ChunkRepository chunks, EventFeed feed) {
        this.sessions = sessions;
        this.repository = repository;
        this.chunks = chunks;
        this.feed = feed;
    }

    /**
     * Opens a session's events after a cursor, by default all events. Fails with {@code session_not_found} or {@code invalid_cursor}.
     */
    Uni<Opening> ofSession(UUID session, Optional<String> cursor, boolean withRaw) {
        long after = cursor.map(EventCursors::seq).orElse(0L);
        Optional<SessionLog> live = sessions.log(session);
        return live.isPresent()
                ? Uni.createFrom().item(open(session, live, live.get().lastSeq(), after, withRaw))
                : repository.get(session).chain(found -> ofStored(found, after, withRaw));
    }

    /**
     * Opens the events of one agent or of all agents after a cursor, by default only new events. Fails with {@code invalid_cursor}. The first
     * frame has only the cursor of the start, so that a client that is cut off before the first event continues there.
     *
     * @param agent the agent to follow; empty for all
     */
    Uni<Opening> ofFeed(Optional<UUID> agent, Optional<String> cursor) {
        Uni<FeedCursor> start = cursor.map(text -> Uni.createFrom().item(FeedCursor.parse(text)))
                .orElseGet(() -> chunks.lastPosition().map(FeedCursor::afterAllOf));
        return start.map(after -> new Opening.At(
                new FeedSource(feed, chunks, agent, after),
                ByteSlice.of(("id: " + after + "\n\n").getBytes(StandardCharsets.US_ASCII))));
    }

    private Uni<Opening> ofStored(Session session, long after, boolean withRaw) {
        // The session may have started after the first look-up.
        Optional<SessionLog> live = sessions.log(session.id());
        return live.isPresent()
                ? Uni.createFrom().item(open(session.id(), live, live.get().lastSeq(), after, withRaw))
                : session.endedAt().isEmpty()
                        ? Uni.createFrom().item(ofRemote(session.id(), after, withRaw))
                        : chunks.lastSeq(session.id())
                                .map(last -> after == last
                                        ? new Opening.Over()
                                        : open(session.id(), Optional.empty(), last, after, withRaw));
    }

    /** The cursor may be ahead of the store, because the service that runs the session shows events before it stores them. */
    private Opening ofRemote(UUID session, long after, boolean withRaw) {
        Supplier<Uni<Boolean>> hasEnded =
                () -> repository.get(session).map(it -> it.endedAt().isPresent());
        return new Opening.At(
                new RemoteSessionSource(session, chunks, feed, hasEnded, withRaw, after), ByteSlice.EMPTY);
    }

    private Opening open(UUID session, Optional<SessionLog> live, long last, long after, boolean withRaw) {
        ByteSlice first = after > last ? aheadOf(session, last, after) : ByteSlice.EMPTY;
        return new Opening.At(new SessionSource(session, live, chunks, withRaw, Math.min(after, last)), first);
    }

    /** Announces that the client's cursor is ahead of the log, and sets it back to the last event of the log. */
    private static ByteSlice aheadOf(UUID session, long last, long after) {
        var out = new ByteSink(512);
        var gap = new Gap(last + 1, after, "The cursor is ahead of the log. The stream continues at the log's end.");
        new FrameEncoder(session).encode(out, last, System.currentTimeMillis(), gap);
        return out.slice();
    }
}
