package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.log.LogFixture;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.sse.FrameSource;
import dev.yardmaster.sse.SseStream;
import dev.yardmaster.sse.StreamConfig;
import dev.yardmaster.sse.Waiters;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test runs the event loop and its clock. */
@Timeout(60)
class SseStreamTest {
    private static final UUID SESSION = UUID.randomUUID();
    private static final Pattern ID = Pattern.compile("(?m)^id: (\\d+)$");
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LogFixture logs = new LogFixture();
    private final SessionLog log = logs.log(SESSION);
    private final RecordedResponse response = new RecordedResponse();
    private final List<SseStream> closed = new ArrayList<>();
    private long now;
    private boolean failing;

    private record Config(Duration heartbeat, Duration stalledClientTimeout) implements StreamConfig {}

    @BeforeEach
    void stopTime() {
        channel.freezeTime();
    }

    @AfterEach
    void closeChannel() {
        channel.close();
    }

    @Test
    void shouldSendTheFirstBytesAndThenTheLog() {
        // Given
        LogFixture.append(log, "a", "b");

        // When
        start(live());

        // Then
        String text = response.take();
        assertThat(text).startsWith("first\n\nid: 1\n");
        assertThat(ids(text)).containsExactly(1, 2);
        assertThat(response.outcome()).isEqualTo("open");
    }

    @Test
    void shouldSendEachNewEvent() {
        // Given
        start(live());
        response.take();
        LogFixture.append(log, "a");

        // When
        channel.runPendingTasks();

        // Then
        assertThat(ids(response.take())).containsExactly(1);
    }

    @Test
    void shouldEndTheResponseAfterTheLastEvent() {
        // Given
        SseStream stream = start(live());
        response.take();
        logs.end(log, SessionEnd.of(SessionState.COMPLETED, "Done."));

        // When
        channel.runPendingTasks();

        // Then
        assertThat(ids(response.take())).containsExactly(1);
        assertThat(response.outcome()).isEqualTo("ended");
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void shouldSendNothingToAFullClientAndContinueWhenItHasRead() {
        // Given
        response.fillAfter(1);
        LogFixture.append(log, "a");
        start(live());
        String whileFull = response.take();
        LogFixture.append(log, "b");
        channel.runPendingTasks();

        // When
        response.drain(100);

        // Then
        assertThat(whileFull).isEqualTo("first\n\n");
        assertThat(ids(response.take())).containsExactly(1, 2);
    }

    @Test
    void shouldKeepTheOrderWhenTheConnectionReportsRoomDuringAWrite() {
        // Given
        SessionLog large = logs.log(SESSION, UUID.randomUUID(), LogFixture.NO_RING);
        LogFixture.fill(large, 2);
        response.reportRoomDuringWrites();

        // When
        start(new SessionSource(SESSION, Optional.of(large), logs.store(), false, 0));

        // Then
        assertThat(ids(response.take())).hasSize((int) large.lastSeq()).isSorted();
    }

    @Test
    void shouldReplayFromTheStore() {
        // Given
        LogFixture.append(log, "a", "b");
        logs.storeAll();
        start(stored());

        // When
        channel.runPendingTasks();

        // Then
        assertThat(ids(response.take())).containsExactly(1, 2);
        assertThat(response.outcome()).isEqualTo("ended");
    }

    @Test
    void shouldEndTheResponseWhenTheStoreFails() {
        // Given
        LogFixture.append(log, "a");
        logs.storeAll();
        logs.store().fail(1);
        SseStream stream = start(stored());

        // When
        channel.runPendingTasks();

        // Then
        assertThat(response.take()).isEqualTo("first\n\n");
        assertThat(response.outcome()).isEqualTo("ended");
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void shouldEndTheResponseWhenTheSourceFails() {
        // Given
        SseStream stream = start(live());
        response.take();
        failing = true;
        LogFixture.append(log, "a");
        channel.runPendingTasks();

        // When
        channel.runPendingTasks();

        // Then
        assertThat(response.outcome()).isEqualTo("ended");
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void shouldSendAHeartbeatOncePerPeriod() {
        // Given
        start(live());
        response.take();

        // When
        pass(HEARTBEAT.minusMillis(1));
        String before = response.take();
        pass(Duration.ofMillis(1).plus(HEARTBEAT));

        // Then
        assertThat(before).isEmpty();
        assertThat(response.take()).isEqualTo(": \n\n: \n\n");
    }

    @Test
    void shouldResetAClientThatReadsNothingForTooLong() {
        // Given
        response.fillAfter(1);
        LogFixture.append(log, "a");
        SseStream stream = start(live());
        response.take();
        pass(STALLED);
        String before = response.outcome();

        // When
        pass(HEARTBEAT);

        // Then
        assertThat(before).isEqualTo("open");
        assertThat(response.outcome()).isEqualTo("reset");
        assertThat(response.take()).isEmpty();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void shouldKeepAClientThatReadsSlowly() {
        // Given
        start(live());
        response.take();

        // When
        for (int slice = 0; slice < 5; slice++) {
            response.fillAfter(0);
            LogFixture.append(log, "a");
            pass(STALLED.minus(HEARTBEAT));
            response.drain(1);
        }

        // Then
        assertThat(ids(response.take())).containsExactly(1, 2, 3, 4, 5);
        assertThat(response.outcome()).isEqualTo("open");
    }

    @Test
    void shouldForgetAClientThatLeaves() {
        // Given
        SseStream stream = start(live());
        response.take();

        // When
        response.leave();

        // Then
        LogFixture.append(log, "a");
        assertThat(channel.hasPendingTasks()).isFalse();
        pass(HEARTBEAT.multipliedBy(3));
        assertThat(response.take()).isEmpty();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void shouldSendNothingToAClientThatLeftBeforeTheStart() {
        // Given
        response.leave();

        // When
        SseStream stream = start(live());

        // Then
        pass(HEARTBEAT);
        assertThat(response.take()).isEmpty();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void shouldEndTheResponseOnRequest() {
        // Given
        SseStream stream = start(live());
        stream.end();
        stream.end();

        // When
        channel.runPendingTasks();

        // Then
        assertThat(response.outcome()).isEqualTo("ended");
        assertThat(closed).containsExactly(stream);
    }

    private FrameSource live() {
        var source = new SessionSource(SESSION, Optional.of(log), logs.store(), false, 0);
        return new FrameSource() {
            @Override
            public Next next() {
                if (failing) {
                    throw new IllegalStateException("A bug.");
                }
                return source.next();
            }

            @Override
            public Waiters waiters() {
                return source.waiters();
            }
        };
    }

    private SessionSource stored() {
        return new SessionSource(SESSION, Optional.empty(), logs.store(), false, 0);
    }

    private SseStream start(FrameSource source) {
        var stream = new SseStream(
                channel.eventLoop(), response, source, new Config(HEARTBEAT, STALLED), () -> now, closed::add);
        stream.start(Buffer.buffer("first\n\n"));
        return stream;
    }

    private void pass(Duration time) {
        now += time.toNanos();
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
    }

    private static List<Integer> ids(String text) {
        return ID.matcher(text)
                .results()
                .map((MatchResult id) -> Integer.parseInt(id.group(1)))
                .toList();
    }
}
