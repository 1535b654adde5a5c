package dev.yardmaster.sse;

import dev.yardmaster.session.frame.ByteSlice;

/** The outcome of a request for a stream. */
public sealed interface Opening {
    /** A source, and the frames to send before those of the source. */
    record At(FrameSource source, ByteSlice first) implements Opening {}

    /** The stream has ended, and the client has seen all of its events. */
    record Over() implements Opening {}
}
