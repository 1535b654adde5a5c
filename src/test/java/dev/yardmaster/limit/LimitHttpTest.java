package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class LimitHttpTest {
    private final Api api = LocalService.api();
    private String executable;

    @BeforeEach
    void connect() {
        executable = Slots.script("exit 0");
    }

    @Test
    void shouldAcceptAReport() {
        // Given
        JsonObject body =
                limit().put("model", "Opus").put("window", "seven_day_opus").put("text", "Seen in the usage page.");
        Instant until = Instant.now().plus(Duration.ofDays(3));
        body.put("blockedUntil", until.toString());

        // When
        HttpResponse<String> answer = api.post("/api/limits", body);

        // Then
        JsonObject limit = api.json(answer);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/limits/" + limit.getString("id"));
        assertThat(Duration.between(Instant.parse(limit.getString("blockedUntil")), until))
                .isLessThan(Duration.ofMillis(1));
        assertThat(Instant.parse(limit.getString("reportedAt"))).isBefore(Instant.now());
        limit.remove("blockedUntil");
        limit.remove("reportedAt");
        assertThat(limit)
                .isEqualTo(new JsonObject()
                        .put("id", limit.getString("id"))
                        .put("executable", executable)
                        .put("provider", "claude-code")
                        .put("model", "opus")
                        .put("window", "seven_day_opus")
                        .put("source", "manual")
                        .put("confidence", 1.0)
                        .put("repeats", 0)
                        .put("text", "Seen in the usage page."));
        assertThat(api.json(api.get("/api/limits/" + limit.getString("id"))).getString("executable"))
                .isEqualTo(executable);
    }

    @Test
    void shouldLimitAllModelsForADuration() {
        // Given
        Instant before = Instant.now();

        // When
        JsonObject limit = api.json(api.post("/api/limits", limit().put("for", "PT90S")));

        // Then
        assertThat(limit.getString("model")).isEqualTo("*");
        assertThat(limit.getString("window")).isEqualTo("manual");
        assertThat(Instant.parse(limit.getString("blockedUntil")))
                .isBetween(before.plusSeconds(90).minusMillis(1), Instant.now().plusSeconds(90));
        assertThat(current()).extracting(it -> it.getString("id")).containsExactly(limit.getString("id"));
    }

    @Test
    void shouldReplaceTheLimitOfTheSameWindowAndKeepItInTheHistory() {
        // Given
        String first = reported("PT10H");

        // When
        String second = reported("PT1H");

        // Then
        assertThat(current()).extracting(it -> it.getString("id")).containsExactly(second);
        List<JsonObject> history = mine("/api/limits?history=true&limit=1000");
        assertThat(history).extracting(it -> it.getString("id")).containsExactly(second, first);
        assertThat(history).extracting(it -> it.containsKey("clearedAt")).containsExactly(false, true);
    }

    @Test
    void shouldKeepTheLimitsOfDifferentWindowsAndModels() {
        // When
        api.json(api.post("/api/limits", limit().put("for", "PT1H").put("window", "five_hour")));
        api.json(api.post("/api/limits", limit().put("for", "P7D").put("window", "seven_day")));
        api.json(api.post(
                "/api/limits",
                limit().put("for", "P7D").put("window", "seven_day").put("model", "opus")));

        // Then
        assertThat(current())
                .extracting(it -> it.getString("window"), it -> it.getString("model"))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldClearALimit() {
        // Given
        String id = reported("PT1H");

        // When
        HttpResponse<String> answer = api.send("DELETE", "/api/limits/" + id, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(current()).isEmpty();
        JsonObject cleared = api.json(api.get("/api/limits/" + id));
        assertThat(cleared.containsKey("clearedAt")).isTrue();
        assertThat(api.send("DELETE", "/api/limits/" + id, "").statusCode()).isEqualTo(204);
        assertThat(api.json(api.get("/api/limits/" + id))).isEqualTo(cleared);
    }

    @Test
    void shouldListTheNewestFirstInPages() {
        // Given
        List<String> ids = Stream.of("PT1H", "PT2H", "PT3H", "PT4H", "PT5H")
                .map(this::reported)
                .toList();

        // When
        List<String> found = new ArrayList<>();
        JsonObject page = api.json(api.get("/api/limits?history=true&limit=2"));
        while (found.size() < 5) {
            page.getJsonArray("items").forEach(item -> found.add(((JsonObject) item).getString("id")));
            page = api.json(api.get("/api/limits?history=true&limit=2&after=" + page.getString("next")));
        }

        // Then
        assertThat(found.subList(0, 5)).isEqualTo(ids.reversed());
    }

    @Test
    void shouldCountTheRecordedLimits() {
        // When
        reported("PT1H");

        // Then
        assertThat(api.get("/q/metrics").body())
                .containsPattern("yardmaster_limits_recorded_total\\{[^}]*executable=\"" + executable
                        + "\"[^}]*source=\"manual\"[^}]*window=\"manual\"[^}]*} 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                            | 400 | invalid_request | set either 'blockedUntil' or 'for'
            {"for":"PT1H","blockedUntil":"2099-01-01T00:00:00Z"}          | 400 | invalid_request | set either 'blockedUntil' or 'for'
            {"blockedUntil":"2020-01-01T00:00:00Z"}                       | 400 | invalid_request | 'blockedUntil' is '2020-01-01T00:00:00Z'. The end is not in the future
            {"blockedUntil":"2099-01-01T00:00:00Z"}                       | 400 | invalid_request | The end is too far in the future
            {"blockedUntil":"+999999999-12-31T23:59:59Z"}                 | 400 | invalid_request | The end is too far in the future
            {"for":"P33D"}                                                | 400 | invalid_request | 'for' is 'PT792H'. The end is too far in the future
            {"for":"PT2562047788015215H"}                                 | 400 | invalid_request | The end is too far in the future
            {"for":"PT0S"}                                                | 400 | invalid_request | The end is not in the future
            {"for":"-PT1H"}                                               | 400 | invalid_request | The end is not in the future
            {"for":"an hour"}                                             | 400 | invalid_json    | an ISO-8601 duration such as \\"PT10M\\"
            {"blockedUntil":"tomorrow"}                                   | 400 | invalid_json    | an ISO-8601 instant
            {"for":"PT1H","executable":"nobody"}                          | 422 | unknown_executable | nobody
            {"for":"PT1H","executable":null}                              | 400 | invalid_request | name the executable
            {"for":"PT1H","model":""}                                     | 400 | invalid_request | 1 to 200 characters
            {"for":"PT1H","model":"a b"}                                  | 400 | invalid_request | without blanks
            {"for":"PT1H","window":"Five Hours"}                          | 400 | invalid_request | lower-case
            {"for":"PT1H","source":"structured"}                          | 400 | invalid_json    | source
            """)
    void shouldRejectInvalidReports(String changes, int status, String code, String detail) {
        // Given
        JsonObject body = limit();
        new JsonObject(changes).forEach(field -> body.put(field.getKey(), field.getValue()));

        // When
        HttpResponse<String> answer = api.post("/api/limits", body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
        assertThat(answer.body()).contains(detail);
        assertThat(current()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void shouldReturn404ForAnUnknownLimit(String method) {
        // When
        HttpResponse<String> answer = api.send(method, "/api/limits/" + UUID.randomUUID(), "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("limit_not_found");
    }

    private JsonObject limit() {
        return new JsonObject().put("executable", executable);
    }

    private String reported(String time) {
        return api.json(api.post("/api/limits", limit().put("for", time))).getString("id");
    }

    private List<JsonObject> current() {
        return mine("/api/limits?limit=1000");
    }

    private List<JsonObject> mine(String path) {
        return api.json(api.get(path)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(limit -> executable.equals(limit.getString("executable")))
                .toList();
    }
}
