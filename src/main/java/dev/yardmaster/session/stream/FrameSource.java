package dev.yardmaster.session.stream;

import dev.yardmaster.session.log.ByteSlice;
import dev.yardmaster.session.log.LogWaiters;
import io.smallrye.mutiny.Uni;

/** Where a stream gets its bytes from: a cursor on one log or on a feed. Used on one event loop only. */
interface FrameSource {
    /** What comes next; bytes that were handed out are not handed out again. */
    Next next();

    /** Who tells of news after a {@link Next.Nothing}. */
    LogWaiters waiters();

    /** What a stream is to do next. */
    sealed interface Next {
        /** Whole frames to send. */
        record Now(ByteSlice frames) implements Next {}

        /** They are being fetched; ask again when it is done. */
        record Later(Uni<?> fetched) implements Next {}

        /** There is nothing yet. */
        record Nothing() implements Next {}

        /** There is nothing any more. */
        record End() implements Next {}
    }
}
