package dev.yardmaster.inbox;

import static dev.yardmaster.inbox.MailFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends, acknowledges and withdraws messages over HTTP. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class MessageHttpTest {
    @Inject
    Pool pool;

    @Inject
    Mail outbox;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();

    @Test
    void shouldSendAMessageInTheNameOfTheToken() {
        // Given
        String agent = mail.disabledAgent();
        TestTokens tokens = new TestTokens(pool);
        JsonObject token = tokens.create(AccessRole.OPERATOR);
        JsonObject forged = message(agent, "Hello 👋").put("sender", "somebody else");

        // When
        HttpResponse<String> refused = tokens.client(token).post("/api/messages", forged);
        forged.remove("sender");
        HttpResponse<String> response = tokens.client(token).post("/api/messages", forged);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(response.statusCode()).isEqualTo(201);
        JsonObject sent = api.json(response);
        JsonObject message = sent.getJsonArray("messages").getJsonObject(0);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/messages/" + message.getString("id"));
        assertThat(sent.getString("id")).isEqualTo(message.getString("id")).isEqualTo(message.getString("thread"));
        assertThat(message.getJsonObject("sender"))
                .isEqualTo(new JsonObject().put("kind", "token").put("name", token.getString("name")));
        assertThat(message.getString("agentName")).isEqualTo(agent);
        assertThat(message.getString("addressed")).isEqualTo("agent");
        assertThat(message.getLong("seq")).isEqualTo(1);
        assertThat(message.getString("state")).isEqualTo("queued");
        assertThat(mail.get(message.getString("id")).getString("text")).isEqualTo("Hello 👋");
    }

    @Test
    void shouldSendAMessageToEachAgentOfARole() {
        // Given
        JsonObject fields = new JsonObject().put("role", "director").put("enabled", false);
        List<String> agents = List.of(api.agent(fields.copy()), api.agent(fields.copy()));

        // When
        JsonObject sent = api.json(api.post("/api/messages", message("role:director", "Meeting")));

        // Then
        List<JsonObject> messages = sent.getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(messages)
                .extracting(it -> it.getString("agentName"))
                .containsAll(agents)
                .doesNotHaveDuplicates();
        assertThat(messages).allSatisfy(it -> {
            assertThat(it.getString("addressed")).isEqualTo("role");
            assertThat(it.getString("thread")).isEqualTo(sent.getString("id"));
        });
        assertThat(messages.getFirst().getString("id")).isEqualTo(sent.getString("id"));
        agents.forEach(agent -> api.send("DELETE", "/api/agents/" + agent, ""));
    }

    @Test
    void shouldContinueTheThreadInAReplyAndSendItBackToTheSender() {
        // Given
        JsonObject question = mail.send(mail.disabledAgent(), "Which branch?");

        // When
        JsonObject reply = api.json(api.post(
                        "/api/messages", new JsonObject().put("text", "main").put("replyTo", question.getString("id"))))
                .getJsonArray("messages")
                .getJsonObject(0);

        // Then
        assertThat(reply.getString("thread")).isEqualTo(question.getString("thread"));
        assertThat(reply.getString("replyTo")).isEqualTo(question.getString("id"));
        assertThat(reply.getString("addressed")).isEqualTo("people");
    }

    @Test
    void shouldRefuseAMessageOfAnAgentToItself() {
        // Given
        UUID agent = UUID.fromString(mail.send(mail.disabledAgent(), "first").getString("agent"));
        var message = new MessageSpec(Optional.of(agent.toString()), "Note to myself", Optional.empty());

        // When / Then
        assertThatThrownBy(() -> outbox.send(new NewIds(Ids.next()), Sender.agent(agent, "ada"), message)
                        .await()
                        .atMost(Duration.ofSeconds(30)))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("itself");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"text": "x"}                                                                          | 400 | 'to' is missing
            {"to": "people"}                                                                       | 400 | text
            {"to": "people", "text": "  "}                                                         | 400 | text
            {"to": "nobody-here", "text": "x"}                                                     | 422 | nobody-here
            {"to": "role:boss", "text": "x"}                                                       | 422 | boss
            {"to": "team:red", "text": "x"}                                                        | 400 | team:red
            {"text": "x", "replyTo": "00000000-0000-7000-8000-000000000000"}                       | 422 | replyTo
            """)
    void shouldRefuseAMessageThatIsNotValid(String body, int status, String expected) {
        // When
        HttpResponse<String> response = api.post("/api/messages", new JsonObject(body));

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(expected);
    }

    @Test
    void shouldTakeTextsUpToTheBound() {
        // Given
        String agent = mail.disabledAgent();

        // When
        JsonObject longest = mail.send(agent, "-".repeat(100_000));
        HttpResponse<String> longer = api.post("/api/messages", message(agent, "-".repeat(100_001)));

        // Then
        assertThat(longest.getString("text")).hasSize(100_000);
        assertThat(longer.statusCode()).isEqualTo(400);
        assertThat(longer.body()).contains("100,000");
        assertThat(mail.send(agent, "after the refusal").getLong("seq")).isEqualTo(2);
    }

    @Test
    void shouldExecuteARepetitionWithTheSameKeyOnce() {
        // Given
        String agent = mail.disabledAgent();
        String key = UUID.randomUUID().toString();

        // When
        JsonObject first = api.json(api.post("/api/messages", message(agent, "once"), key));
        JsonObject again = api.json(api.post("/api/messages", message(agent, "once"), key));

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(MailFixture.items(api.json(api.get("/api/agents/" + agent + "/inbox"))))
                .hasSize(1);
    }

    @Test
    void shouldAcknowledgeAMessageOnce() {
        // Given
        String id = mail.send("people", "Please look").getString("id");

        // When
        JsonObject first = mail.acknowledge(id);
        JsonObject again = mail.acknowledge(id);

        // Then
        assertThat(first.getString("state")).isEqualTo("acknowledged");
        assertThat(first.getString("acknowledgedAt")).isNotNull();
        assertThat(again).isEqualTo(first);
    }

    @Test
    void shouldWithdrawAQueuedMessageOnly() {
        // Given
        String agent = mail.disabledAgent();
        String queued = mail.send(agent, "first").getString("id");
        String acknowledged = mail.send(agent, "second").getString("id");
        mail.acknowledge(acknowledged);

        // When
        HttpResponse<String> done = api.send("DELETE", "/api/messages/" + queued, "");
        HttpResponse<String> refused = api.send("DELETE", "/api/messages/" + acknowledged, "");

        // Then
        assertThat(done.statusCode()).isEqualTo(204);
        assertThat(mail.get(queued).getString("state")).isEqualTo("undeliverable");
        assertThat(mail.get(queued).getString("reason")).contains("Withdrawn by the token");
        assertThat(api.send("POST", "/api/messages/" + queued + "/acknowledge", "")
                        .statusCode())
                .isEqualTo(409);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("acknowledged");
    }

    @Test
    void shouldReturnTheMailOfARemovedAgentAndKeepThatOfARenamedOne() {
        // Given
        String agent = mail.disabledAgent();
        String first = mail.send(agent, "first").getString("id");
        String renamed = "renamed-" + UUID.randomUUID().toString().substring(0, 8);

        // When
        api.change(agent, new JsonObject().put("name", renamed));
        JsonObject second = mail.send(renamed, "second");
        JsonObject listed = api.json(api.get("/api/messages?agent=" + renamed));
        api.json(api.send("DELETE", "/api/agents/" + renamed, ""));

        // Then
        assertThat(second.getLong("seq")).isEqualTo(2);
        assertThat(MailFixture.items(listed)).hasSize(2);
        assertThat(mail.get(first).getString("state")).isEqualTo("undeliverable");
        assertThat(mail.get(first).getString("reason")).isEqualTo("The agent was removed.");
        assertThat(api.post("/api/messages", message(renamed, "x")).statusCode())
                .isEqualTo(422);
        assertThat(MailFixture.items(api.json(api.get("/api/messages?agent=" + second.getString("agent")))))
                .hasSize(2);
    }

    @Test
    void shouldRecordAndAnnounceAMessage() {
        // Given
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            stream.next();

            // When
            String id = mail.send("people", "Announced").getString("id");

            // Then
            JsonObject event = stream.next().json();
            while (!id.equals(event.getString("id"))) {
                event = stream.next().json();
            }
            assertThat(event.getString("type")).isEqualTo("message.changed");
            assertThat(event.getString("state")).isEqualTo("queued");
            await().untilAsserted(() -> assertThat(api.get("/api/activity?action=message.add&thing=" + id)
                            .body())
                    .contains(id));
        }
    }
}
