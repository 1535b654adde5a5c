package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conversation of a persistent agent over the ends of its sessions. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class PersistentAgentHttpTest {
    private static final String CONTINUE = "Continue where you stopped.";

    @TempDir
    Path directory;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();
    private MailReader reader;
    private String agent;

    @AfterEach
    void leaveNothingRunning() {
        api.change(agent, new JsonObject().put("enabled", false));
        mail.stop(agent);
    }

    @Test
    void shouldContinueTheLastConversationWhenItIsStarted() {
        // Given
        persistentAgent(reader().executable());
        String first = idle(api.start(agent, "first"));
        mail.stop(agent);

        // When
        String second = idle(api.start(agent, "second"));
        mail.stop(agent);
        String third = api.json(api.post(
                        "/api/agents/" + agent + "/start",
                        new JsonObject().put("prompt", "third").put("newConversation", true)))
                .getString("id");

        // Then
        assertThat(session(second).getString("earlier")).isEqualTo(first);
        assertThat(session(third).containsKey("earlier")).isFalse();
        idle(third);
        assertThat(reader.turns()).containsExactly("first", "second", "third");
    }

    @Test
    void shouldRefuseToContinueASessionInANewConversation() {
        // Given
        persistentAgent(reader().executable());
        var body = new JsonObject()
                .put("resume", "00000000-0000-7000-8000-000000000000")
                .put("newConversation", true);

        // When
        var response = api.post("/api/agents/" + agent + "/start", body);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("one of the two");
    }

    @Test
    void shouldContinueATurnThatWasInterrupted() throws IOException {
        // Given
        Path busy = Files.createFile(directory.resolve("busy"));
        persistentAgent(reader().busyWhile(busy));
        String interrupted = api.start(agent, "long work");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(api.get("/api/sessions/" + interrupted + "/events")
                                .body())
                        .contains("Working."));

        // When
        Files.delete(busy);

        // Then
        JsonObject message = awaitMail();
        JsonObject next = api.awaitEnd(
                mail.awaitState(message.getString("id"), "delivered").getString("session"));
        assertThat(next.getString("earlier")).isEqualTo(interrupted);
        assertThat(next.getString("state")).isEqualTo("completed");
        assertThat(message.getJsonObject("sender").getString("kind")).isEqualTo("service");
        assertThat(reader.turns()).hasSize(2);
        assertThat(reader.turns().getLast()).contains("from Yardmaster itself", interrupted, CONTINUE);
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void shouldContinueOnTheNextExecutableAfterALimit() {
        // Given
        persistentAgent(limited());
        String fallback = reader().executable();
        api.change(agent, new JsonObject().put("fallbackChain", new JsonArray().add(fallback)));

        // When
        JsonObject limited = api.awaitEnd(api.start(agent, "plan the release"));

        // Then
        assertThat(limited.getString("state")).isEqualTo("limited");
        JsonObject next = api.awaitEnd(
                mail.awaitState(awaitMail().getString("id"), "delivered").getString("session"));
        assertThat(next.getString("executable")).isEqualTo(fallback);
        assertThat(reader.turns()).hasSize(1);
        assertThat(reader.turns().getFirst()).contains(CONTINUE, "hand-off.md");
    }

    @Test
    void shouldNotWakeAnAgentThatHadNothingToDo() throws IOException {
        // Given
        Path open = Files.createFile(directory.resolve("open"));
        persistentAgent(Slots.script("""
                read -r line
                echo '{"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}'
                echo '{"type":"assistant","message":{"id":"m","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Done."}]}}'
                echo '{"type":"result","subtype":"success","is_error":false,"usage":{"input_tokens":1,"output_tokens":1},"result":"Done."}'
                while [ -e '%s' ]; do sleep 0.1; done
                kill -9 $$
                """.formatted(open)));
        String session = idle(api.start(agent, "short work"));

        // When
        Files.delete(open);
        JsonObject ended = api.awaitEnd(session);

        // Then
        assertThat(ended.getString("state")).isIn("failed", "completed");
        assertThat(ended.containsKey("idleSince")).isTrue();
        assertThat(inbox()).isEmpty();
    }

    private MailReader reader() {
        reader = new MailReader(directory.resolve("turns"));
        return reader;
    }

    private void persistentAgent(String executable) {
        agent = api.agent(new JsonObject()
                .put("executable", executable)
                .put("role", "director")
                .put("mode", "persistent"));
    }

    /** The name of an executable that refuses to work. */
    private static String limited() {
        return Slots.script(
                """
                read -r line
                echo '{"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}'
                echo '{"type":"assistant","message":{"id":"m","model":"claude-sonnet-4-5","content":[{"type":"text","text":"I begin."}]}}'
                echo '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":%d,"rateLimitType":"five_hour"}}'
                echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"limited"}'
                while read -r line; do :; done
                """.formatted(Instant.now().plus(Duration.ofHours(2)).getEpochSecond()));
    }

    /** Waits until a session has nothing to do, and returns its id. */
    private String idle(String session) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .until(() -> session(session).containsKey("idleSince"));
        return session;
    }

    private JsonObject session(String id) {
        return api.json(api.get("/api/sessions/" + id));
    }

    private JsonObject awaitMail() {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .until(() -> !inbox().isEmpty());
        return inbox().getFirst();
    }

    private List<JsonObject> inbox() {
        return MailFixture.items(api.json(api.get("/api/agents/" + agent + "/inbox")));
    }
}
