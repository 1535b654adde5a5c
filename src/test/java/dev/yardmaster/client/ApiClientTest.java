package dev.yardmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yardmaster.client.ClientException.Kind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApiClientTest {
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | USAGE       | 2
            401 | NOT_ALLOWED | 5
            403 | NOT_ALLOWED | 5
            404 | NOT_FOUND   | 3
            409 | REFUSED     | 4
            422 | USAGE       | 2
            429 | REFUSED     | 4
            500 | INTERNAL    | 1
            503 | REFUSED     | 4
            504 | UNREACHABLE | 6
            """)
    void shouldReportTheProblemOfTheService(int status, Kind kind, int exitCode) {
        // Given
        server.thenProblem(status, "It does not work.");

        // When
        ClientException failure = failure();

        // Then
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.kind().exitCode()).isEqualTo(exitCode);
        assertThat(failure).hasMessageStartingWith("It does not work.");
    }

    @Test
    void shouldExplainHowToGetAToken() {
        // Given
        server.thenProblem(401, "The token is wrong.");

        // Then
        assertThat(failure()).hasMessage("The token is wrong. Run `yardmaster login` to store another token.");
    }

    @Test
    void shouldNameTheCommandThatComparesTheVersions() {
        // Given
        server.thenStatus(
                404, "application/problem+json", "{\"code\":\"not_found\",\"detail\":\"There is no such route.\"}");

        // Then
        assertThat(failure())
                .hasMessage("There is no such route. The service can be of another version than this program:"
                        + " `yardmaster doctor` compares them.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            502 | text/html        | <h1>Bad gateway</h1> | answers with the HTTP status 502, but not as Yardmaster does
            404 | text/html        | <h1>Nothing</h1>     | answers with the HTTP status 404, but not as Yardmaster does
            404 | application/json | ''                   | answers with the HTTP status 404, but not as Yardmaster does
            200 | text/html        | <h1>Welcome</h1>     | does not answer as Yardmaster does
            302 | text/html        | ''                   | redirects to another address
            """)
    void shouldNoticeAnotherProgramAtTheAddress(int status, String type, String body, String message) {
        // Given
        server.thenStatus(status, type, body);

        // When
        ClientException failure = failure();

        // Then
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining(message).hasMessageContaining("(from the test)");
    }

    @Test
    void shouldExplainThatNoServiceAnswers() {
        // Given
        var client = new ApiClient(new Target(URI.create("http://127.0.0.1:1"), Optional.empty(), "--server"));

        // When
        ClientException failure = catchThrowableOfType(ClientException.class, () -> client.get("/api/agents"));

        // Then
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure)
                .hasMessage(
                        "No Yardmaster answers at http://127.0.0.1:1 (from --server). Start it with `yardmaster start`,"
                                + " or name another one with --server.");
    }

    @Test
    void shouldSendAPostAgainIfTheConnectionBreaksBeforeTheAnswer() throws InterruptedException {
        // Given
        server.thenBreaks().thenStatus(200, "application/json", "{\"id\": \"1\"}");

        // Then
        assertThat(server.client()
                        .post("/api/tasks", Map.of("title", "T"))
                        .path("id")
                        .asText())
                .isEqualTo("1");
        assertThat(server.cursors()).hasSize(2);
    }

    @Test
    void shouldSendARequestWithASecretAnswerOnlyOnce() {
        // Given
        server.thenBreaks();

        // When
        ClientException failure = catchThrowableOfType(
                ClientException.class,
                () -> server.client().send(Call.of("POST", "/api/tokens").once()));

        // Then
        assertThat(failure).hasMessageContaining("broke. Try again.");
        assertThat(server.cursors()).hasSize(1);
    }

    @Test
    void shouldKeepThePathOfAnAddressAndEncodeValues() {
        // When
        URI uri = Call.get("/api/agents/" + Call.encoded("a b/c"))
                .with("text", "x&y=ü")
                .uri(URI.create("https://crew.example/yard/"));

        // Then
        assertThat(uri).hasToString("https://crew.example/yard/api/agents/a%20b%2Fc?text=x%26y%3D%C3%BC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\nsecret", "sécret", "", "a b"})
    void shouldRefuseATokenThatNoServiceCanHaveWithoutShowingIt(String token) {
        // Given
        var client = new ApiClient(new Target(server.target().address(), Optional.of(token), "the test"));

        // When
        ClientException failure = catchThrowableOfType(ClientException.class, () -> client.get("/api/agents"));

        // Then
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessageStartingWith("The token is empty, or has").hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void shouldRefuseANameThatLeadsToAnotherPath(String name) {
        assertThat(catchThrowableOfType(ClientException.class, () -> Call.part(name)))
                .hasMessage("'" + name + "' is neither a name nor an id. Give the name or the id of a thing.");
    }

    private ClientException failure() {
        return catchThrowableOfType(ClientException.class, () -> server.client().get("/api/agents"));
    }
}
