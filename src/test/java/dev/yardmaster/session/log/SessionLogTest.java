package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.Segment;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.spool.SessionSpool;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionLogTest {
    private static final SessionEnd END = SessionEnd.of(SessionState.STOPPED, "Stopped by hand.");

    private final SessionLogFixture logs = new SessionLogFixture();
    private final MemorySpool spool = logs.spool();
    private final SessionLog log = logs.log();

    @Test
    void shouldShowAppendedEventsAfterThePublish() {
        // Given
        log.append(Line.of("line"), List.of(SessionLogFixture.message("a"), SessionLogFixture.message("b")));
        Optional<LogSlice> before = log.after(0);

        // When
        log.publish();

        // Then
        assertThat(before).isEmpty();
        assertThat(SessionLogFixture.frames(log, 0)).hasSize(2);
        assertThat(log.lastSeq()).isEqualTo(2);
        assertThat(logs.notified()).isEqualTo(1);
    }

    @Test
    void shouldNotNotifyTheWriterWithoutNewEvents() {
        // Given
        log.append(Line.of("line"), List.of(SessionLogFixture.message("a")));
        log.publish();

        // When
        log.publish();

        // Then
        assertThat(logs.notified()).isEqualTo(1);
    }

    @Test
    void shouldPublishEventsWithoutALineImmediately() {
        // When
        log.append(List.of(SessionLogFixture.message("a")));

        // Then
        assertThat(SessionLogFixture.frames(log, 0))
                .singleElement()
                .asString()
                .startsWith("id: 1\nevent: user.message\n");
    }

    @Test
    void shouldKeepLinesWithoutEventsForTheNextEvent() {
        // Given
        log.append(Line.of("one"), List.of());
        log.append(Line.of(""), List.of());
        log.append(Line.of("two"), List.of(SessionLogFixture.message("a"), SessionLogFixture.message("b")));
        log.append(List.of(SessionLogFixture.message("c")));
        log.append(Line.of("three"), List.of());
        log.append(List.of(SessionLogFixture.message("d")));
        log.append(Line.of("four"), List.of());

        // When
        log.end(END);
        log.publishEnd();

        // Then
        assertThat(SessionLogFixture.raw(log)).containsExactly("one\n\ntwo", "", "", "three", "four");
    }

    @Test
    void shouldAddAnEventForTooManyLinesWithoutOne() {
        // Given
        String line = "x".repeat(400_000);
        IntStream.range(0, 3).forEach(_ -> log.append(Line.of(line), List.of()));

        // When
        log.publish();

        // Then
        assertThat(SessionLogFixture.frames(log, 0))
                .singleElement()
                .asString()
                .contains("\"type\":\"provider.raw\",\"data\":{\"line\":{\"lines\":3}}");
        assertThat(SessionLogFixture.raw(log)).containsExactly(line + "\n" + line + "\n" + line);
    }

    @Test
    void shouldHideTheEndUntilItIsStored() {
        // Given
        log.append(List.of(SessionLogFixture.message("a")));
        Chunk last = log.end(END);
        boolean ended = log.ended();
        List<String> before = SessionLogFixture.readAll(log, 0);
        log.stored(1);

        // When
        log.publishEnd();

        // Then
        assertThat(ended).isFalse();
        assertThat(before).hasSize(1);
        assertThat(SliceFixture.frames(last.slice()))
                .isEqualTo(SessionLogFixture.frames(log, 1))
                .singleElement()
                .asString()
                .startsWith("id: 2\nevent: session.ended\n");
        assertThat(log.ended()).isTrue();
        assertThat(log.unstored()).isEmpty();
    }

    @Test
    void shouldIgnoreEventsAfterTheEnd() {
        // Given
        log.append(List.of(SessionLogFixture.message("a")));
        log.end(END);

        // When
        log.append(List.of(SessionLogFixture.message("late")));
        log.append(Line.of("late"), List.of(SessionLogFixture.message("late")));
        log.publish();
        List<String> before = SessionLogFixture.readAll(log, 0);
        log.publishEnd();

        // Then
        assertThat(before).hasSize(1);
        assertThat(SessionLogFixture.readAll(log, 0)).hasSize(2);
    }

    @Test
    void shouldKeepAllEventsInTheSpoolBeforeReadersSeeThem() {
        // Given
        var missing = new AtomicInteger();
        SessionLog[] watched = new SessionLog[1];
        SessionSpool checking = new SessionSpool() {
            @Override
            public void write(LogSlice events, long storedSeq) {
                missing.addAndGet((int) (watched[0].lastSeq() - spool.lastSeq()));
                spool.write(events, storedSeq);
            }

            @Override
            public void remove() {
                spool.remove();
            }
        };
        watched[0] = new SessionLog(UUID.randomUUID(), UUID.randomUUID(), () -> LogLimits.share(1), checking, _ -> {});

        // When
        SessionLogFixture.fill(watched[0], 3 * Segment.FULL);
        watched[0].append(List.of(SessionLogFixture.message("a")));
        watched[0].end(END);

        // Then
        assertThat(missing).hasValue(0);
        assertThat(spool.lastSeq()).isEqualTo(watched[0].lastSeq() + 1);
        assertThat(spool.written().stream().flatMap(it -> SliceFixture.frames(it).stream()))
                .startsWith(SessionLogFixture.readAll(watched[0], 0).toArray(String[]::new))
                .last()
                .asString()
                .contains("session.ended");
        assertThat(spool.written().stream().flatMap(it -> SliceFixture.raw(it).stream()))
                .hasSize((int) spool.lastSeq());
        assertThat(spool.isRemoved()).isFalse();
    }

    @Test
    void shouldRemoveTheSpoolWhenTheEndIsStored() {
        // Given
        log.end(END);

        // When
        log.publishEnd();

        // Then
        assertThat(spool.isRemoved()).isTrue();
    }

    @Test
    void shouldReturnAGiantEventWhole() {
        // Given
        String giant = "g".repeat(4 * Segment.FULL);
        log.append(Line.of("before"), List.of(SessionLogFixture.message("a")));

        // When
        log.append(Line.of(giant), List.of(new AgentEvent.ToolResult("c", JsonSlice.ofString(giant), false)));
        log.append(Line.of("after"), List.of(SessionLogFixture.message("b")));
        log.publish();

        // Then
        assertThat(SessionLogFixture.readAll(log, 0))
                .hasSize(3)
                .element(1)
                .asString()
                .contains(giant);
        assertThat(log.after(1).orElseThrow().lastSeq()).isEqualTo(2);
    }
}
