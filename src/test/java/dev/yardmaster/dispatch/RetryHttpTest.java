package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.DispatchFixture.PROMPTLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a task whose session fails, for each kind of failure. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class RetryHttpTest {
    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Test
    void shouldQuarantineAnExecutableWithRefusedCredentialsUntilAHealthCheckSucceeds() throws IOException {
        // Given
        Path signedIn = directory.resolve("signed-in");
        String refused = Fakes.claude(
                """
                case "$1" in
                --version) echo '2.1.329 (Claude Code)'; exit 0;;
                auth) if [ -e '%1$s' ]; then echo '{"loggedIn":true}'; else echo '{"loggedIn":false}'; fi; exit 0;;
                esac
                if [ -e '%1$s' ]; then
                %2$s
                else
                %3$s
                fi""".formatted(signedIn, Fakes.works(), Fakes.fails("authentication_failed", 401, "Invalid API key")));
        String other = Fakes.claude(Fakes.works());
        String chained = fixture.agent(
                new JsonObject().put("executable", refused).put("fallbackChain", new JsonArray().add(other)));
        String task = fixture.taskFor(chained);

        // When
        JsonObject done = fixture.awaitTask(task, "done");

        // Then
        assertThat(fixture.states(task)).containsExactly("failed", "completed");
        assertThat(fixture.executables(task)).containsExactly(refused, other);
        assertThat(fixture.outcomes(done.getString("session"))).containsExactly("unusable", "chosen");
        assertThat(done.getInteger("failures")).isZero();
        assertThat(fixture.limits(refused)).isEmpty();
        String waiting = fixture.taskFor(fixture.agent(refused));
        fixture.awaitReason(waiting, "The provider refused its credentials: Invalid API key");
        verify(refused);
        assertThat(fixture.sessions(waiting)).isEmpty();
        Files.createFile(signedIn);
        verify(refused);
        Instant verified = Instant.now();
        fixture.awaitTask(waiting, "done");
        assertThat(fixture.states(waiting)).containsExactly("completed");
        assertThat(fixture.sessions(waiting).getFirst().getInstant("startedAt")).isBefore(verified.plus(PROMPTLY));
    }

    @Test
    void shouldRetryOnTheSameExecutableAfterATransientProblem() throws IOException {
        // Given
        List<String> troubled = new ArrayList<>();
        for (String program : List.of(
                Fakes.fails(
                        "overloaded", 529, "API Error: 529 Overloaded. This is a server-side issue, usually temporary"),
                Fakes.fails("overloaded", 529, "API Error: Repeated 529 Overloaded errors"),
                Fakes.fails("server_error", 500, "API Error: 500 Internal server error"),
                Fakes.fails("server_error", 503, "API Error: 503 upstream connect error"),
                Fakes.fails(
                        "rate_limit",
                        429,
                        "API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited"))) {
            Path count = Files.createTempDirectory(directory, "count");
            troubled.add(Fakes.claude(Fakes.times(2, count, program, Fakes.works())));
        }
        JsonArray chain = new JsonArray().add(Fakes.claude(Fakes.works()));

        // When
        List<String> tasks = troubled.stream()
                .map(executable -> fixture.taskFor(fixture.agent(
                        new JsonObject().put("executable", executable).put("fallbackChain", chain))))
                .toList();

        // Then
        fixture.awaitAll(tasks, "done");
        for (int i = 0; i < tasks.size(); i++) {
            String task = tasks.get(i);
            assertThat(fixture.states(task)).containsExactly("failed", "failed", "completed");
            assertThat(fixture.executables(task)).containsOnly(troubled.get(i));
            assertThat(fixture.readTask(task).getInteger("failures")).isZero();
            assertThat(fixture.limits(troubled.get(i))).isEmpty();
            List<Duration> waits = waits(fixture.sessions(task));
            assertThat(waits.get(0)).isBetween(Duration.ofMillis(200), PROMPTLY);
            assertThat(waits.get(1)).isBetween(Duration.ofMillis(400), PROMPTLY);
        }
    }

    @Test
    void shouldGiveUpWhenATransientProblemPersists() {
        // Given
        String executable = Fakes.claude(Fakes.fails("overloaded", 529, "API Error: Repeated 529 Overloaded errors"));
        String task = fixture.taskFor(fixture.agent(executable));

        // When
        JsonObject failed = fixture.awaitTask(task, "failed");

        // Then
        assertThat(failed.getString("reason"))
                .isEqualTo("Given up after these attempts: On " + executable
                        + ", failed 3 times: API Error: Repeated 529 Overloaded errors.");
        assertThat(failed.getInteger("failures")).isZero();
        assertThat(fixture.limits(executable)).isEmpty();
    }

    @Test
    void shouldContinuePromptlyInANewConversationWhenTheContextIsFull() {
        // Given
        String executable = Fakes.claude(Fakes.times(
                1,
                directory,
                Fakes.fails("invalid_request", 400, "Prompt is too long"),
                Fakes.first("echo \"$@\" > '" + directory.resolve("arguments") + "'", Fakes.works())));
        String task = fixture.taskFor(fixture.agent(executable));

        // When
        fixture.awaitTask(task, "done");

        // Then
        List<JsonObject> sessions = fixture.sessions(task);
        assertThat(sessions).extracting(it -> it.getString("state")).containsExactly("failed", "completed");
        assertThat(waits(sessions).getFirst()).isLessThan(PROMPTLY);
        assertThat(sessions.get(1).getString("earlier"))
                .isEqualTo(sessions.get(0).getString("id"));
        assertThat(directory.resolve("arguments")).content().doesNotContain("--resume");
        assertThat(fixture.api()
                        .events(sessions.get(1).getString("id"))
                        .getFirst()
                        .getJsonObject("data")
                        .getString("text"))
                .startsWith("An earlier session has worked on this");
    }

    @Test
    void shouldGiveUpAfterThreeUnknownFailuresAndListThem() {
        // Given
        String executable = Fakes.claude(Fakes.fails("unknown", 400, "Something odd happened."));
        String task = fixture.taskFor(fixture.agent(executable));

        // When
        JsonObject failed = fixture.awaitTask(task, "failed");

        // Then
        assertThat(failed.getString("reason"))
                .isEqualTo("Given up after these attempts: On " + executable
                        + ", failed 3 times: Something odd happened.");
        assertThat(failed.getInteger("attempts")).isEqualTo(3);
        assertThat(fixture.states(task)).containsExactly("failed", "failed", "failed");
    }

    @Test
    void shouldNotCountALimitAsAFailure() {
        // Given
        Instant reset = Instant.now().plusSeconds(3600);
        List<String> limited = IntStream.range(0, 4)
                .mapToObj(_ -> Fakes.claude(Fakes.limited("five_hour", reset)))
                .toList();
        JsonArray chain = new JsonArray();
        limited.stream().skip(1).forEach(chain::add);
        chain.add(Fakes.claude(Fakes.times(2, directory, "exit 7", Fakes.works())));
        String task = fixture.taskFor(fixture.agent(
                new JsonObject().put("executable", limited.getFirst()).put("fallbackChain", chain)));

        // When
        JsonObject done = fixture.awaitTask(task, "done");

        // Then
        assertThat(fixture.states(task))
                .containsExactly("limited", "limited", "limited", "limited", "failed", "failed", "completed");
        assertThat(done.getInteger("failures")).isEqualTo(2);
        assertThat(done.getInteger("attempts")).isEqualTo(7);
    }

    private void verify(String executable) {
        fixture.api()
                .json(fixture.api().send("POST", "/api/providers/claude-code/verify?executable=" + executable, ""));
    }

    /** The times from the end of each session to the start of the next one. */
    private static List<Duration> waits(List<JsonObject> sessions) {
        return IntStream.range(1, sessions.size())
                .mapToObj(i -> Duration.between(
                        sessions.get(i - 1).getInstant("endedAt"),
                        sessions.get(i).getInstant("startedAt")))
                .toList();
    }
}
