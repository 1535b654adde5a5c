package dev.yardmaster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoPauseTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final DemoConsole console = new DemoConsole(new PrintStream(output, true, UTF_8), true, false);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final DemoPause pause = new DemoPause(
            console,
            new DemoStory(
                    new ApiClient(new Target(URI.create("http://127.0.0.1:1"), Optional.empty(), "a test")),
                    console,
                    clock),
            clock);

    @Test
    void shouldCountDownToTheResetAndReportTheEnd() throws IOException {
        // When
        pause.update(dispatcher("waiting", 0, "2026-01-31T12:00:05.200Z"));
        pause.update(dispatcher("waiting", 0, "2026-01-31T12:00:04Z"));
        pause.update(dispatcher("running", 1, ""));

        // Then
        assertThat(pause.period()).contains(new DemoPause.Period(NOW, Instant.parse("2026-01-31T12:00:05.200Z")));
        assertThat(output.toString(UTF_8))
                .containsSubsequence(
                        "Every executable is limited",
                        "in 6 s.\n",
                        "continues by itself in 6 s",
                        "continues by itself in 4 s",
                        "The limit was reset.");
    }

    @Test
    void shouldNotPauseWhileASessionRuns() throws IOException {
        // When
        pause.update(dispatcher("waiting", 1, "2026-01-31T12:00:05Z"));

        // Then
        assertThat(pause.period()).isEmpty();
        assertThat(output.size()).isZero();
    }

    private static JsonNode dispatcher(String state, int running, String until) throws IOException {
        String end = until.isEmpty() ? "" : ",\"until\":\"" + until + "\"";
        return new ObjectMapper().readTree("{\"state\":\"" + state + "\",\"running\":" + running + end + "}");
    }
}
