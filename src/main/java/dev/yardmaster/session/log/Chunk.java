package dev.yardmaster.session.log;

import java.util.UUID;

/**
 * A stored stretch of a session's log, as it is in the database but not compressed.
 *
 * @param position orders the chunks of all sessions by when they became durable
 * @param slice its events
 */
public record Chunk(long position, UUID session, UUID agent, LogSlice slice) {
    /** The same without the raw lines. */
    Chunk withoutRaw() {
        return new Chunk(
                position,
                session,
                agent,
                new LogSlice(slice.firstSeq(), slice.lastSeq(), slice.frames(), ByteSlice.EMPTY));
    }
}
