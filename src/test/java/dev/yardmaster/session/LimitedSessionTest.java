package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that are recorded after a session has met one. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class LimitedSessionTest {
    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldRecordTheStructuredLimitOfClaude() {
        // Given
        Instant reset = Instant.now().plus(Duration.ofDays(4)).truncatedTo(ChronoUnit.SECONDS);
        String executable = Slots.script(printing("""
                {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
                {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":%d,"rateLimitType":"seven_day_opus"}}
                {"type":"assistant","error":"rate_limit","api_error_status":429,"message":{"model":"<synthetic>","content":[{"type":"text","text":"You've hit your Opus limit"}]}}
                {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your Opus limit"}
                """.formatted(reset.getEpochSecond())));

        // When
        JsonObject session = run(executable);

        // Then
        assertThat(session.getString("state")).isEqualTo("limited");
        JsonObject limit = only(executable);
        assertThat(Instant.parse(limit.getString("blockedUntil"))).isEqualTo(reset);
        assertThat(limit.getString("provider")).isEqualTo("claude-code");
        assertThat(limit.getString("model")).isEqualTo("opus");
        assertThat(limit.getString("window")).isEqualTo("seven_day_opus");
        assertThat(limit.getString("source")).isEqualTo("structured");
        assertThat(limit.getString("session")).isEqualTo(session.getString("id"));
        assertThat(limit.getString("text")).isEqualTo("You've hit your Opus limit");
    }

    @Test
    void shouldRecordTheLimitInTheErrorTextOfCodex() throws IOException {
        // Given
        Instant reset = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MINUTES);
        String text = "You’ve hit your usage limit. Upgrade to Pro, or try again at "
                + DateTimeFormatter.ofPattern("MMM d'th', yyyy h:mm a", Locale.ENGLISH)
                        .format(reset.atZone(ZoneOffset.UTC))
                + ".";
        String executable = Slots.runningCodex(program(printing("""
                {"type":"thread.started","thread_id":"t"}
                {"type":"error","message":"%1$s"}
                {"type":"turn.failed","error":{"message":"%1$s"}}
                """.formatted(text))), List.of(), Map.of());

        // When
        JsonObject session = run(executable);

        // Then
        assertThat(session.getString("state")).isEqualTo("limited");
        JsonObject limit = only(executable);
        assertThat(Instant.parse(limit.getString("blockedUntil"))).isEqualTo(reset);
        assertThat(limit.getString("model")).isEqualTo("*");
        assertThat(limit.getString("window")).isEqualTo("unknown");
        assertThat(limit.getString("source")).isEqualTo("text");
        assertThat(limit.getString("text")).isEqualTo(text);
    }

    @Test
    void shouldRecordTheLimitInTheBodyOfAResponse() {
        // Given
        Instant reset = Instant.now().plus(Duration.ofDays(4)).truncatedTo(ChronoUnit.DAYS);
        String text =
                "API Error: 400 {\\\"type\\\":\\\"error\\\",\\\"error\\\":{\\\"type\\\":\\\"invalid_request_error\\\",\\\"message\\\":"
                        + "\\\"You have reached your specified API usage limits. You will regain access on "
                        + reset.toString().substring(0, 10) + " at 00:00 UTC.\\\"}}";
        String executable = Slots.script(printing("""
                {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
                {"type":"assistant","error":"invalid_request","api_error_status":400,"message":{"model":"<synthetic>","content":[{"type":"text","text":"%1$s"}]}}
                {"type":"result","subtype":"success","is_error":true,"num_turns":1,"terminal_reason":"api_error","api_error_status":400,"result":"%1$s"}
                """.formatted(text)));

        // When
        JsonObject session = run(executable);

        // Then
        assertThat(session.getString("state")).isEqualTo("limited");
        assertThat(Instant.parse(only(executable).getString("blockedUntil"))).isEqualTo(reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ">&2"})
    void shouldRecordTheLimitInAPlainLine(String stream) {
        // Given
        Instant reset = Instant.now().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
        String executable = Slots.script(
                "echo 'Claude AI usage limit reached|" + reset.getEpochSecond() + "' " + stream + "\nexit 1\n");

        // When
        JsonObject session = run(executable);

        // Then
        assertThat(session.getString("state")).isEqualTo("limited");
        assertThat(session.getJsonObject("end").getString("reason"))
                .contains("It printed: Claude AI usage limit reached|");
        assertThat(Instant.parse(only(executable).getString("blockedUntil"))).isEqualTo(reset);
    }

    @Test
    void shouldRecordNoLimitForOtherFailures() {
        // Given
        String executable = Slots.script(printing("""
                {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
                {"type":"rate_limit_event","rate_limit_info":{"status":"allowed_warning","resetsAt":1999999999,"rateLimitType":"seven_day","utilization":1}}
                {"type":"assistant","message":{"id":"m","model":"claude-opus-4-5","content":[{"type":"text","text":"You've hit your session limit · resets 3pm"}]}}
                {"type":"assistant","error":"overloaded","message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error: Repeated 529 Overloaded errors"}]}}
                {"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"API Error: Repeated 529 Overloaded errors"}
                """));

        // When
        JsonObject session = run(executable);

        // Then
        assertThat(session.getString("state")).isEqualTo("failed");
        assertThat(limits(executable)).isEmpty();
    }

    private JsonObject run(String executable) {
        String agent = api.agent(new JsonObject().put("executable", executable).put("launchMode", "one-shot"));
        return api.awaitEnd(api.start(agent, "go"));
    }

    private JsonObject only(String executable) {
        assertThat(limits(executable)).hasSize(1);
        return limits(executable).getFirst();
    }

    private List<JsonObject> limits(String executable) {
        return api.json(api.get("/api/limits?history=true&limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(limit -> executable.equals(limit.getString("executable")))
                .toList();
    }

    private Path program(String body) throws IOException {
        Path file = Files.writeString(directory.resolve("codex"), "#!/bin/sh\n" + body);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String printing(String lines) {
        return "cat <<'END'\n" + lines + "END\nexit 1\n";
    }
}
