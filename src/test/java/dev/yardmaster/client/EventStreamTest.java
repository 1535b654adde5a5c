package dev.yardmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.EventStream.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
    private static final Call CALL = Call.get("/api/events");

    private final ScriptedServer server = new ScriptedServer();
    private final ApiClient client = server.client();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldPassOnTheEventsOfCompleteFrames() throws InterruptedException {
        // Given
        server.then(
                "retry: 1000\n\n",
                "id: 1\n\n",
                "id: 2\nevent: a\ndata: {\"a\":\"é\"}\n\n: \n\ndata: {}\n\n",
                "id: 3\ndata: {\"cut");

        // When
        List<Frame> frames = frames(client.stream(CALL, Optional.empty()));

        // Then
        assertThat(frames)
                .containsExactly(new Frame(Optional.of("2"), "{\"a\":\"é\"}"), new Frame(Optional.empty(), "{}"));
        assertThat(frames.getFirst().data().path("a").asText()).isEqualTo("é");
    }

    @Test
    void shouldEndWhenTheConnectionBreaks() throws InterruptedException {
        // Given
        server.thenBreaks("id: 1\ndata: {}\n\n");

        // When
        List<Frame> frames = frames(client.stream(CALL, Optional.empty()));

        // Then
        assertThat(frames).hasSize(1);
    }

    @Test
    void shouldEndWhenTheServiceIsSilentForTooLong() throws InterruptedException {
        // Given
        server.thenStalls("id: 1\ndata: {}\n\n");

        // When
        List<Frame> frames = frames(client.stream(CALL, Optional.empty(), Duration.ofSeconds(2)));

        // Then
        assertThat(frames).hasSize(1);
    }

    @Test
    void shouldEndWhenItIsClosedWhileItIsRead() throws InterruptedException {
        // Given
        server.thenStalls("id: 1\ndata: {}\n\n");
        List<Frame> frames = new ArrayList<>();

        // When
        EventStream stream = client.stream(CALL, Optional.empty());
        stream.forEach(frame -> {
            frames.add(frame);
            stream.close();
        });

        // Then
        assertThat(frames).hasSize(1);
    }

    @Test
    void shouldReportAStreamThatIsOver() throws InterruptedException {
        // Given
        server.thenStatus(204, "text/plain", "");

        // When
        EventStream stream = client.stream(CALL, Optional.of("17"));

        // Then
        assertThat(stream.isOver()).isTrue();
        assertThat(frames(stream)).isEmpty();
        assertThat(server.cursors()).containsExactly("17");
    }

    @Test
    void shouldRefuseAnAnswerThatIsNoStream() {
        // Given
        server.thenStatus(200, "text/html", "<html>Log in</html>");

        // When
        var thrown = assertThatThrownBy(() -> client.stream(CALL, Optional.empty()));

        // Then
        thrown.isInstanceOfSatisfying(ClientException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(e).hasMessageContaining("not as Yardmaster does");
        });
    }

    private static List<Frame> frames(EventStream stream) {
        List<Frame> frames = new ArrayList<>();
        stream.forEach(frames::add);
        return frames;
    }
}
