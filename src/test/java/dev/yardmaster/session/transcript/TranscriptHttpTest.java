package dev.yardmaster.session.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads transcripts over HTTP. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TranscriptHttpTest {
    private final Api api = LocalService.api();

    @Test
    void shouldShowTheTranscriptOfASessionInBothFormats() throws Exception {
        // Given
        String agent = api.agent(Slots.script("read -r _; exit 0"));
        String session = api.start(agent, "Say **hello**");
        api.awaitEnd(session);
        api.change(agent, new JsonObject().put("enabled", false));
        String path = "/api/sessions/" + session + "/transcript";

        // When
        HttpResponse<String> markdown = get(path, "*/*");
        HttpResponse<String> lines = get(path, "application/x-ndjson");
        List<HttpResponse<String>> byName =
                List.of(get(path + "?format=markdown", "application/x-ndjson"), get(path + "?format=jsonl", "*/*"));

        // Then
        assertThat(type(markdown)).startsWith("text/markdown");
        assertThat(markdown.body()).startsWith("# Session " + session).contains("\n> Say **hello**\n", "\n## End: ");
        assertThat(type(lines)).startsWith("application/x-ndjson");
        List<JsonObject> events = lines.body().lines().map(JsonObject::new).toList();
        assertThat(events)
                .extracting(event -> event.getString("type"))
                .contains("user.message")
                .endsWith("session.ended");
        assertThat(byName).extracting(HttpResponse::body).containsExactly(markdown.body(), lines.body());
    }

    @ParameterizedTest
    @CsvSource({
        "?format=pdf, */*, 400, invalid_request",
        "'', application/json, 406, not_acceptable",
        "'', text/markdown, 404, session_not_found",
        "?format=jsonl, */*, 404, session_not_found",
    })
    void shouldExplainWhyThereIsNoTranscript(String query, String accept, int status, String code) throws Exception {
        // When
        HttpResponse<String> response = get("/api/sessions/" + UUID.randomUUID() + "/transcript" + query, accept);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.base().resolve(path))
                .header("Authorization", "Bearer " + api.token())
                .header("Accept", accept)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElseThrow();
    }
}
