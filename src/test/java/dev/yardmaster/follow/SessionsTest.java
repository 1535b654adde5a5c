package dev.yardmaster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.client.EventStream.Frame;
import dev.yardmaster.client.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String JSON = "application/json";

    private final ScriptedServer server = new ScriptedServer();
    private final Sessions sessions = new Sessions(server.client());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldReadTheEventsOfAllPagesAsTheServiceSendsThem() throws InterruptedException {
        // Given
        List<String> events = List.of(
                "{\"seq\":1,\"data\":{\"next\":7,\"n\":1.10000000000000000001e400,\"list\":[{\"a\":\"é\\n\"}]}}",
                "{ \"seq\":2 }",
                "{\"seq\":3}");
        server.thenStatus(200, JSON, "{\"items\":[" + events.get(0) + "," + events.get(1) + "],\"next\":2}")
                .thenStatus(200, JSON, "{\"items\":[" + events.get(2) + "]}");
        List<Frame> frames = new ArrayList<>();

        // When
        sessions.events("s1", frames::add);

        // Then
        assertThat(frames).extracting(Frame::text).isEqualTo(events);
        assertThat(frames).allMatch(frame -> frame.id().isEmpty());
    }

    @Test
    void shouldDescribeASessionWithTheOneWhoseWorkItContinues() {
        // Given
        server.thenStatus(
                        200,
                        JSON,
                        "{\"id\":\"s2\",\"agentName\":\"alice\",\"provider\":\"b\",\"task\":\"t1\",\"earlier\":\"s1\"}")
                .thenStatus(200, JSON, "{\"id\":\"s1\",\"agentName\":\"alice\",\"provider\":\"a\"}");

        // When
        SessionCard card = sessions.card("s2").orElseThrow();

        // Then
        assertThat(card.title()).isEqualTo("session s2: alice on b, task t1");
        assertThat(card.handOver()).contains("continues the work of session s1, which ran on a");
    }

    @Test
    void shouldDoWithoutADescriptionThatTheServiceDoesNotGive() {
        // Given
        server.thenProblem(503, "The database does not answer.");

        // When
        var card = sessions.card("s1");

        // Then
        assertThat(card).isEmpty();
    }
}
