package dev.yardmaster.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Backoff;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.EventStream;
import dev.yardmaster.client.EventStream.Frame;
import dev.yardmaster.client.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class FollowerTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ApiClient client = server.client();
    private final List<Long> seen = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Runnable whilePaused = () -> {};

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldContinueAfterTheLastEventWhenTheConnectionBreaks() throws InterruptedException {
        // Given
        server.thenBreaks(frame(1), frame(2), "id: 3\ndata: {\"se");
        server.then(frame(3));
        server.then(frame(4), end(5));

        // When
        follow(Optional.empty());

        // Then
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(server.cursors()).containsExactly("", "2", "3");
        assertThat(notices).hasSize(4);
        assertThat(notices.getFirst()).startsWith("The connection to the service broke. The next attempt is in");
        assertThat(notices.get(1)).isEqualTo("Connected again. The stream continues.");
    }

    @Test
    void shouldStartAtTheCursorOfTheUser() throws InterruptedException {
        // Given
        server.then(end(18));

        // When
        follow(Optional.of("17"));

        // Then
        assertThat(seen).containsExactly(18L);
        assertThat(server.cursors()).containsExactly("17");
    }

    @Test
    void shouldContinueAtTheStartOfAFeedThatHadNoEvents() throws InterruptedException {
        // Given
        server.thenBreaks("retry: 1000\n\n", "id: 121-0\n\n");
        server.then(end(1));

        // When
        follow(Optional.empty());

        // Then
        assertThat(server.cursors()).containsExactly("", "121-0");
    }

    @Test
    void shouldWaitForAServiceThatIsRestarted() throws InterruptedException {
        // Given
        server.then(frame(1));
        server.thenProblem(503, "The database does not answer.");
        server.thenStatus(502, "text/html", "<html>Bad gateway</html>");
        server.then(end(2));
        whilePaused = () -> {
            if (pauses.size() == 1) {
                server.stop();
            } else if (pauses.size() == 3) {
                server.restart();
            }
        };

        // When
        follow(Optional.empty());

        // Then
        assertThat(seen).containsExactly(1L, 2L);
        assertThat(pauses).hasSize(5);
        assertThat(notices.get(1)).startsWith("No Yardmaster answers at");
        assertThat(notices.get(3)).startsWith("The database does not answer. The next attempt is in");
        assertThat(notices.getLast()).isEqualTo("Connected again. The stream continues.");
    }

    @Test
    void shouldShowNoEventTwice() throws InterruptedException {
        // Given
        server.then(frame(1), frame(2), frame(2));
        server.then(frame(1), frame(2), frame(3), end(4));

        // When
        follow(Optional.empty());

        // Then
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldShowTheNewEventsWithTheNumbersOfLostOnes() throws InterruptedException {
        // Given
        String gap = "id: 2\ndata: " + event(2, "gap", "{\"from\":3,\"to\":9,\"reason\":\"Lost.\"}") + "\n\n";
        server.then(frame(8), frame(9));
        server.then(gap, frame(3), end(4));

        // When
        follow(Optional.empty());

        // Then
        assertThat(seen).containsExactly(8L, 9L, 2L, 3L, 4L);
    }

    @Test
    void shouldEndWhenNoEventsFollow() throws InterruptedException {
        // Given
        server.then(frame(1));
        server.thenStatus(204, "text/plain", "");

        // When
        follow(Optional.empty());

        // Then
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void shouldEndWithTheLastEventOfAConnectionThatStaysOpen() throws InterruptedException {
        // Given
        server.thenStalls(frame(1), end(2));

        // When
        follow(Optional.empty());

        // Then
        assertThat(seen).containsExactly(1L, 2L);
    }

    @Test
    void shouldShowEarlierEventsOnce() throws InterruptedException {
        // Given
        server.then(frame(2), end(3));

        // When
        follower(List.of(1L, 2L)).follow(Optional.empty(), this::handle);

        // Then
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldFailIfTheServiceDoesNotAnswerAtFirst() {
        // Given
        server.stop();

        // When
        var thrown = assertThatThrownBy(() -> follow(Optional.empty()));

        // Then
        thrown.isInstanceOfSatisfying(
                ClientException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        assertThat(notices).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401, NOT_ALLOWED", "404, NOT_FOUND", "400, USAGE"})
    void shouldNotTryAgainWhatTimeDoesNotChange(int status, Kind kind) {
        // Given
        server.then(frame(1));
        server.thenProblem(status, "No.");

        // When
        var thrown = assertThatThrownBy(() -> follow(Optional.empty()));

        // Then
        thrown.isInstanceOfSatisfying(
                ClientException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(pauses).hasSize(1);
    }

    @Test
    void shouldWaitLongerAfterEachFailureAndShortAfterAnEvent() throws InterruptedException {
        // Given
        server.then(frame(1));
        for (int i = 0; i < 7; i++) {
            server.thenProblem(503, "Not yet.");
        }
        server.then(frame(2));
        server.then(end(3));

        // When
        follow(Optional.empty());

        // Then
        List<Long> most = List.of(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L, 1_000L);
        assertThat(pauses).hasSameSizeAs(most);
        for (int i = 0; i < pauses.size(); i++) {
            assertThat(pauses.get(i).toMillis()).isBetween(most.get(i) / 2, most.get(i));
        }
    }

    private void follow(Optional<String> after) throws InterruptedException {
        follower(List.of()).follow(after, this::handle);
    }

    private Follower follower(List<Long> earlier) {
        var source = new Follower.Source() {
            @Override
            public EventStream open(Optional<String> cursor) throws InterruptedException {
                return client.stream(Call.get("/api/events"), cursor);
            }

            @Override
            public boolean endsWith(Event event) {
                return event.is("session.ended");
            }

            @Override
            public void earlier(Consumer<Frame> events) {
                earlier.forEach(seq -> events.accept(new Frame(Optional.empty(), event(seq, "message", "{}"))));
            }
        };
        return new Follower(source, new Backoff(new Random(1)), this::pause, notices::add);
    }

    private void handle(Frame frame, Optional<Event> event) {
        seen.add(event.orElseThrow().seq());
    }

    private void pause(Duration duration) {
        pauses.add(duration);
        whilePaused.run();
    }

    private static String frame(long seq) {
        return "id: " + seq + "\nevent: message\ndata: " + event(seq, "message", "{}") + "\n\n";
    }

    private static String end(long seq) {
        return "id: " + seq + "\nevent: session.ended\ndata: " + event(seq, "session.ended", "{}") + "\n\n";
    }

    private static String event(long seq, String type, String data) {
        return "{\"seq\":" + seq + ",\"at\":\"2026-01-02T03:04:05Z\",\"session\":\"s\",\"type\":\"" + type
                + "\",\"data\":" + data + "}";
    }
}
