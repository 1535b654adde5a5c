package dev.yardmaster.session.log;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The durable store of all logs: the log writer fills it, and readers that have fallen behind read from it. */
public interface ChunkStore {
    /**
     * Stores chunks. Chunks that are stored already keep their positions. Chunks of a session that another service has ended go into the gap
     * that it announced; they are left out if it announced none, because then the log is complete. If this fails, the same chunks can be stored
     * again.
     *
     * @return the chunks that are stored, with their positions
     */
    Uni<List<Chunk>> insert(List<Chunk> chunks);

    /**
     * Reads chunks of a session in the order of their events, starting with the event after a sequence number.
     *
     * @param after the last sequence number to leave out; 0 to start with the first event
     * @param limit the maximum number of chunks
     * @param withRaw whether the chunks include the raw lines
     */
    Uni<List<Chunk>> ofSession(UUID session, long after, int limit, boolean withRaw);

    /**
     * Reads chunks of one agent or of all agents in the order of their positions, without raw lines.
     *
     * @param agent the agent; empty for all
     * @param position the last position to leave out; 0 to start with the first chunk
     * @param limit the maximum number of chunks
     */
    Uni<List<Chunk>> ofFeed(Optional<UUID> agent, long position, int limit);
}
