package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.LogLimits;
import dev.yardmaster.session.spool.SpooledLog;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InterruptedLogTest {
    private static final UUID ID = UUID.randomUUID();
    private static final SessionEnd LOST = SessionEnd.of(SessionState.LOST, "The service was killed.");
    private static final Session SESSION = RunningSessions.of(ID, "agent");

    @Test
    void shouldContinueWithTheNextNumberIfTheSpoolIsComplete() {
        // Given
        var log = new InterruptedLog(SESSION, LOST, List.of(events(1, 3)), new SpooledLog(List.of(events(2, 4)), true));

        // When
        List<String> unstored = frames(log);

        // Then
        assertThat(unstored)
                .extracting(InterruptedLogTest::head)
                .containsExactly("4 test", "5 test", "6 session.ended");
        assertThat(log.restoredEvents()).isEqualTo(2);
        assertThat(log.end().state()).isEqualTo(SessionState.LOST);
    }

    @Test
    void shouldContinueAfterAllNumbersThatClientsCanHaveSeenIfTheSpoolIsIncomplete() {
        // Given
        var log =
                new InterruptedLog(SESSION, LOST, List.of(events(1, 3)), new SpooledLog(List.of(events(2, 4)), false));

        // When
        List<String> unstored = frames(log);

        // Then
        long gap = 5 + LogLimits.MAX_UNSTORED_EVENTS + 1;
        assertThat(unstored)
                .extracting(InterruptedLogTest::head)
                .containsExactly("4 test", "5 test", gap + " gap", (gap + 1) + " session.ended");
        assertThat(unstored.get(2)).contains("\"from\":6,\"to\":" + (gap - 1));
    }

    @Test
    void shouldAnnounceEventsThatAreMissingBeforeThoseOfTheSpool() {
        // Given
        var log = new InterruptedLog(SESSION, LOST, List.of(events(1, 3)), new SpooledLog(List.of(events(9, 2)), true));

        // When
        List<String> unstored = frames(log);

        // Then
        long gap = 10 + LogLimits.MAX_UNSTORED_EVENTS + 1;
        assertThat(unstored)
                .extracting(InterruptedLogTest::head)
                .containsExactly(gap + " gap", (gap + 1) + " session.ended");
        assertThat(unstored.getFirst()).contains("\"from\":4,");
    }

    @Test
    void shouldUseTheEndInTheSpool() {
        // Given
        var frames = new ByteSink(512);
        new FrameEncoder(ID).encode(frames, 4, 0, SessionEnd.of(SessionState.COMPLETED, "The agent finished."));
        LogSlice end = Frames.slice(4, frames.slice());
        var log = new InterruptedLog(SESSION, LOST, List.of(events(1, 3)), new SpooledLog(List.of(end), false));

        // When
        List<String> unstored = frames(log);

        // Then
        assertThat(unstored).extracting(InterruptedLogTest::head).containsExactly("4 session.ended");
        assertThat(log.end().state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void shouldEndASessionWithoutEvents() {
        // Given
        var log = new InterruptedLog(SESSION, LOST, List.of(), new SpooledLog(List.of(), true));

        // When
        List<String> unstored = frames(log);

        // Then
        assertThat(unstored).extracting(InterruptedLogTest::head).containsExactly("1 session.ended");
    }

    private static List<String> frames(InterruptedLog log) {
        assertThat(log.unstored()).extracting(Chunk::session).containsOnly(ID);
        return log.unstored().stream()
                .flatMap(chunk -> SliceFixture.frames(chunk.slice()).stream())
                .toList();
    }

    /** The number and the type of a frame. */
    private static String head(String frame) {
        return frame.replaceFirst("(?s)id: (\\d+)\nevent: ([^\n]*)\n.*", "$1 $2");
    }

    private static LogSlice events(long firstSeq, int count) {
        String[] texts = new String[count];
        Arrays.fill(texts, "{}");
        return SliceFixture.of(firstSeq, texts, texts);
    }
}
