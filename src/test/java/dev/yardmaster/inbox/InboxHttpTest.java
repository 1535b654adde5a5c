package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists messages and inboxes over HTTP. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class InboxHttpTest {
    @Inject
    Pool pool;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();

    @Test
    void shouldNumberTheMessagesOfARecipientWithoutGapsUnderConcurrentSenders() throws Exception {
        // Given
        String agent = mail.disabledAgent();
        int senders = 20;
        int each = 5;

        // When
        List<Future<?>> sending = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            for (int sender = 0; sender < senders; sender++) {
                String name = "s" + sender;
                sending.add(threads.submit(
                        () -> IntStream.range(0, each).forEach(number -> mail.send(agent, name + ":" + number))));
            }
        }
        for (Future<?> done : sending) {
            done.get();
        }

        // Then
        List<JsonObject> inbox = MailFixture.items(api.json(api.get("/api/agents/" + agent + "/inbox?limit=1000")));
        assertThat(inbox)
                .extracting(message -> message.getLong("seq"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, senders * each).boxed().toList());
        for (int sender = 0; sender < senders; sender++) {
            String prefix = "s" + sender + ":";
            assertThat(inbox)
                    .extracting(message -> message.getString("text"))
                    .filteredOn(text -> text.startsWith(prefix))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(number -> prefix + number)
                            .toList());
        }
    }

    @Test
    void shouldPageAnInboxByNumber() {
        // Given
        String agent = mail.disabledAgent();
        List.of("a", "b", "c").forEach(text -> mail.send(agent, text));

        // When
        JsonObject first = api.json(api.get("/api/agents/" + agent + "/inbox?limit=2"));
        JsonObject second =
                api.json(api.get("/api/agents/" + agent + "/inbox?limit=2&after=" + first.getString("next")));

        // Then
        assertThat(MailFixture.items(first))
                .extracting(it -> it.getString("text"))
                .containsExactly("a", "b");
        assertThat(MailFixture.items(second))
                .extracting(it -> it.getString("text"))
                .containsExactly("c");
        assertThat(second.getString("next")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "99999999999999999999", "x", "0199c2d1-0000-7000-8000-000000000000"})
    void shouldRefuseAnUnknownCursorInsteadOfAnsweringEverything(String cursor) {
        // Given
        String agent = mail.disabledAgent();
        mail.send(agent, "only one");

        // When
        HttpResponse<String> response = api.get("/api/agents/" + agent + "/inbox?after=" + cursor);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("invalid_cursor");
    }

    @Test
    void shouldFilterAllMessages() {
        // Given
        String agent = mail.disabledAgent();
        String first = mail.send(agent, "first").getString("id");
        String second = mail.send(agent, "second").getString("id");
        mail.acknowledge(first);

        // When
        String list = "/api/messages?agent=" + agent;

        // Then
        assertThat(ids(list)).containsExactly(second, first);
        assertThat(ids(list + "&sort=created")).containsExactly(first, second);
        assertThat(ids(list + "&state=queued")).containsExactly(second);
        assertThat(ids(list + "&state=queued&state=acknowledged")).hasSize(2);
        assertThat(ids(list + "&thread=" + first)).containsExactly(first);
        assertThat(ids(list + "&sender=nobody")).isEmpty();
        assertThat(ids("/api/messages?id=" + second)).containsExactly(second);
        assertThat(ids(list + "&limit=1&after=" + second)).containsExactly(first);
        assertThat(api.get("/api/messages?agent=nobody-here").statusCode()).isEqualTo(404);
        assertThat(api.get(list + "&state=new").statusCode()).isEqualTo(400);
        assertThat(api.get(list + "&after=what").body()).contains("invalid_cursor");
    }

    @Test
    void shouldListTheInboxOfPeople() {
        // Given
        JsonObject sent = mail.send("people", "For a person");
        long before = sent.getLong("seq") - 1;

        // When
        List<JsonObject> inbox = MailFixture.items(
                api.json(api.get("/api/inbox?state=queued" + (before == 0 ? "" : "&after=" + before))));

        // Then
        assertThat(inbox).extracting(it -> it.getString("id")).contains(sent.getString("id"));
        assertThat(inbox).allSatisfy(it -> assertThat(it.containsKey("agent")).isFalse());
    }

    @Test
    void shouldRefuseAMessageAboveTheLimit() {
        // Given
        String agent = mail.disabledAgent();
        JsonObject first = mail.send(agent, "first");
        fill(first, "queued");

        // When
        HttpResponse<String> refused = api.post("/api/messages", MailFixture.message(agent, "too many"));
        mail.acknowledge(first.getString("id"));
        JsonObject accepted = mail.send(agent, "fits again");

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("inbox_full", agent, "1000");
        assertThat(accepted.getLong("seq")).isEqualTo(1001);
    }

    @Test
    void shouldNotCountWhatTheAgentHasGot() {
        // Given
        String agent = mail.disabledAgent();
        fill(mail.send(agent, "first"), "delivered");

        // When
        JsonObject accepted = mail.send(agent, "fits");

        // Then
        assertThat(accepted.getLong("seq")).isEqualTo(1001);
    }

    /** Adds 999 messages after the first one of a recipient. */
    private void fill(JsonObject first, String state) {
        pool.preparedQuery("""
                        INSERT INTO message (id, recipient, seq, agent, agent_name, addressed, sender_kind, sender, thread, text, created_at, state)
                        SELECT gen_random_uuid(), recipient, seq + n, agent, agent_name, addressed, sender_kind, sender, thread, 'more', now(), $2
                        FROM message, generate_series(1, 999) n WHERE id = $1::uuid
                        """)
                .execute(Tuple.of(UUID.fromString(first.getString("id")), state))
                .await()
                .atMost(Duration.ofSeconds(30));
        pool.preparedQuery("UPDATE mailbox SET last_seq = 1000 WHERE recipient = $1")
                .execute(Tuple.of(first.getString("agent")))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private List<String> ids(String path) {
        return MailFixture.items(api.json(api.get(path))).stream()
                .map(message -> message.getString("id"))
                .toList();
    }
}
