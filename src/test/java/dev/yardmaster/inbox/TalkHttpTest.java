package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that only talk with each other do not start each other's sessions for ever. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TalkHttpTest {
    @Inject
    Mail sender;

    @Inject
    Pool pool;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();

    @Test
    void shouldStartNoMoreSessionsForAnEndlessConversationUntilAPersonWritesIntoIt() {
        // Given
        Sender ada = agent();
        Sender bob = agent();
        Message message = send(ada, bob, Optional.empty());
        UUID thread = message.thread();

        // When
        for (int sent = 1; sent < 30; sent++) {
            message = send(sent % 2 == 0 ? ada : bob, sent % 2 == 0 ? bob : ada, Optional.of(message.id()));
        }
        boolean last = wakes(message);
        Message silent = send(ada, bob, Optional.of(message.id()));
        boolean listed = isListed(thread);
        JsonObject ofPerson = api.json(api.post(
                        "/api/messages",
                        MailFixture.message(bob.name(), "Enough?")
                                .put("replyTo", silent.id().toString())))
                .getJsonArray("messages")
                .getJsonObject(0);
        Message after = send(bob, ada, Optional.of(UUID.fromString(ofPerson.getString("id"))));

        // Then
        assertThat(last).isTrue();
        assertThat(wakes(silent)).isFalse();
        assertThat(silent.waitsFor()).hasValueSatisfying(it -> assertThat(it).contains("Starts no session"));
        assertThat(listed).isTrue();
        assertThat(wakes(mail.get(ofPerson.getString("id")).getString("id"))).isTrue();
        assertThat(wakes(after)).isTrue();
        mail.acknowledge(silent.id().toString());
        assertThat(isListed(thread)).isFalse();
    }

    @Test
    void shouldCountOnWhenAgentsBeginAThreadForEachMessage() {
        // Given
        Sender ada = agent();
        Sender bob = agent();
        Message message = send(ada, bob, Optional.empty());

        // When
        for (int sent = 1; sent < 31; sent++) {
            mail.acknowledge(message.id().toString());
            message = send(sent % 2 == 0 ? ada : bob, sent % 2 == 0 ? bob : ada, Optional.empty());
        }

        // Then
        assertThat(wakes(message)).isFalse();
        mail.acknowledge(message.id().toString());
    }

    @Test
    void shouldCountOnAfterAMessageToPeople() {
        // Given
        Sender ada = agent();
        Sender bob = agent();
        Message message = send(ada, bob, Optional.empty());
        for (int sent = 1; sent < 30; sent++) {
            message = send(sent % 2 == 0 ? ada : bob, sent % 2 == 0 ? bob : ada, Optional.of(message.id()));
        }

        // When
        Message toPeople = send(ada, "people", Optional.of(message.id()));
        Message next = send(ada, bob, Optional.of(message.id()));

        // Then
        assertThat(wakes(toPeople)).isTrue();
        assertThat(wakes(next)).isFalse();
        mail.acknowledge(toPeople.id().toString());
        mail.acknowledge(next.id().toString());
    }

    private Sender agent() {
        String name = mail.disabledAgent();
        return Sender.agent(
                UUID.fromString(api.json(api.get("/api/agents/" + name)).getString("id")), name);
    }

    private Message send(Sender from, Sender to, Optional<UUID> replyTo) {
        return send(from, to.name(), replyTo);
    }

    private Message send(Sender from, String to, Optional<UUID> replyTo) {
        var message = new MessageSpec(Optional.of(to), "And you?", replyTo);
        return sender.send(new NewIds(Ids.next()), from, message)
                .await()
                .atMost(Duration.ofSeconds(30))
                .messages()
                .getFirst();
    }

    private boolean wakes(Message message) {
        return wakes(message.id().toString());
    }

    private boolean wakes(String id) {
        return pool.preparedQuery("SELECT wakes FROM message WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(id)))
                .await()
                .atMost(Duration.ofSeconds(30))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private boolean isListed(UUID thread) {
        return api.get("/api/needs-you?kind=thread&limit=1000").body().contains("thread:" + thread);
    }
}
