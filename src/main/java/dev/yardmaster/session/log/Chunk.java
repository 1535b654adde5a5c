package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.LogSlice;
import java.util.UUID;

/**
 * A part of a session's log as one row of the database, but not compressed.
 *
 * @param position orders the chunks of all sessions by the time at which they became durable; 0 before the chunk is stored
 * @param slice the events of the chunk
 */
public record Chunk(long position, UUID session, UUID agent, LogSlice slice) {
    /** This chunk without the raw lines. */
    Chunk withoutRaw() {
        return new Chunk(
                position,
                session,
                agent,
                new LogSlice(slice.firstSeq(), slice.lastSeq(), slice.frames(), ByteSlice.EMPTY));
    }
}
