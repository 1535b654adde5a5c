package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Timeouts that take minutes by default, in a service that is configured with short ones. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@TestProfile(ShortTimesTest.ShortTimeouts.class)
@Timeout(60)
class ShortTimesTest {
    @Inject
    MeterRegistry metrics;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    public static final class ShortTimeouts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.stream.heartbeat", "100ms",
                    "yardmaster.stream.stalled-client-timeout", "1s",
                    "yardmaster.session.exit-grace", "200ms",
                    "yardmaster.session.first-event-timeout", "1s",
                    "yardmaster.session.idle-timeout", "2s",
                    "yardmaster.session.terminate-grace", "200ms",
                    "yardmaster.dispatch.max-failures", "1");
        }
    }

    @Test
    void shouldSendHeartbeatsOnAnIdleStream() {
        // Given
        try (EventStream stream = EventStream.open(api, "/api/events")) {
            // When
            stream.read(50);

            // Then
            assertThat(stream.comments()).isGreaterThan(2);
        }
    }

    @Test
    void shouldDisconnectClientsThatReadNothing() {
        // Given
        String session = api.awaitSession(
                api.task(api.agent(Floods.atOnce(directory, EventFlood.of(8_000).textBytes(2_000))), "go"));
        api.awaitEnd(session);

        // When
        List<EventStream> stalled = Stream.generate(
                        () -> EventStream.openSmall(api, "/api/sessions/" + session + "/events"))
                .limit(10)
                .toList();

        // Then
        await().untilAsserted(() -> assertThat(clients()).isZero());
        assertThat(stalled)
                .allSatisfy(stream -> assertThatThrownBy(stream::readAll).hasMessageContaining("onnection"));
    }

    @Test
    void shouldCompleteTheTaskOfACliThatDoesNotExit() {
        // Given
        EventFlood.of(20).writeTo(directory.resolve("stdout.jsonl"));
        String agent = api.agent(Slots.script("read -r _; cat '" + directory + "/stdout.jsonl'; exec sleep 1000"));

        // When
        String task = api.task(agent, "go");

        // Then
        JsonObject done = api.awaitTask(task, "done");
        assertThat(done.getString("result")).isEqualTo(EventFlood.of(20).text(1, 20));
        assertThat(done.getInteger("attempts")).isEqualTo(1);
    }

    @Test
    void shouldEndACliThatPrintsNothing() {
        // Given
        String agent = api.agent(Slots.script("exec sleep 1000"));

        // When
        String task = api.task(agent, "go");

        // Then
        assertThat(api.awaitTask(task, "failed").getString("reason"))
                .isEqualTo("The first-event watchdog ended the session: the CLI printed nothing within 1s.");
    }

    @Test
    void shouldEndACliThatPrintsNothingMore() {
        // Given
        String agent = api.agent(Slots.script("""
                read -r _
                echo '{"type":"system","subtype":"init","session_id":"s"}'
                exec sleep 1000"""));

        // When
        String task = api.task(agent, "go");

        // Then
        assertThat(api.awaitTask(task, "failed").getString("reason"))
                .isEqualTo("The idle watchdog ended the session: nothing happened for 2s.");
    }

    @Test
    void shouldEndACliThatClosesItsOutputButLives() {
        // Given
        String agent = api.agent(Slots.script("""
                read -r _
                echo '{"type":"system","subtype":"init","session_id":"s"}'
                exec sleep 1000 >&-"""));

        // When
        String task = api.task(agent, "go");

        // Then
        assertThat(api.awaitTask(task, "failed").getString("reason"))
                .isEqualTo("The agent's CLI closed its output before its turn was over, and did not exit.");
    }

    @Test
    void shouldEndACliThatOnlyRetries() {
        // Given
        String agent = api.agent(Slots.script("""
                read -r _
                echo '{"type":"system","subtype":"init","session_id":"s"}'
                while true; do
                    echo '{"type":"system","subtype":"api_retry","attempt":1,"retry_delay_ms":100,"error":"unreachable"}'
                    sleep 0.1
                done"""));

        // When
        String task = api.task(agent, "go");

        // Then
        assertThat(api.awaitTask(task, "failed").getString("reason"))
                .isEqualTo("The idle watchdog ended the session: nothing happened for 2s."
                        + " The CLI was retrying because: unreachable");
    }

    private double clients() {
        return metrics.get("yardmaster.stream.clients").gauge().value();
    }
}
