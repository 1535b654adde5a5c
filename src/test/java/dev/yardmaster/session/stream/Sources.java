package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.sse.FrameSource;
import dev.yardmaster.sse.FrameSource.Next;
import java.util.ArrayList;
import java.util.List;

/** Reads sources as a stream does. */
final class Sources {
    private static final int MAX_STEPS = 1_000;

    private Sources() {}

    /** All frames until the source has no more of them for now, and then {@link Next.Nothing} or {@link Next.End}. */
    record Read(List<String> frames, Next last) {
        /** The SSE id of each frame. */
        List<String> ids() {
            return frames.stream()
                    .map(frame -> frame.substring("id: ".length(), frame.indexOf('\n')))
                    .toList();
        }
    }

    static Read read(FrameSource source) {
        List<String> frames = new ArrayList<>();
        for (int step = 0; step < MAX_STEPS; step++) {
            switch (source.next()) {
                case Next.Now(var bytes) -> frames.addAll(SliceFixture.frames(bytes));
                case Next.Later(var fetched) -> fetched.await().indefinitely();
                case Next.Nothing nothing -> {
                    return new Read(frames, nothing);
                }
                case Next.End end -> {
                    return new Read(frames, end);
                }
            }
        }
        throw new AssertionError("The source still has steps after " + MAX_STEPS + " of them.");
    }

    static void assertWaits(Read read, String... ids) {
        assertThat(read.ids()).containsExactly(ids);
        assertThat(read.last()).isEqualTo(new Next.Nothing());
    }

    static void assertEnds(Read read, String... ids) {
        assertThat(read.ids()).containsExactly(ids);
        assertThat(read.last()).isEqualTo(new Next.End());
    }
}
