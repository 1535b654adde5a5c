package dev.yardmaster.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.HookReceiver;
import dev.yardmaster.testkit.HookReceiver.Received;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.webhook.SigningSecret;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks of a whole service, with a real receiver. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class WebhookHttpTest extends WebhookFixture {
    @Test
    void shouldAddChangeAndRemoveAWebhook() {
        // When
        HttpResponse<String> answer = api.post("/api/webhooks", body("task.done"));
        JsonObject added = api.json(answer);
        String path = "/api/webhooks/" + added.getString("id");
        JsonObject changed = api.json(api.send("PATCH", path, "{\"enabled\": false, \"format\": \"slack\"}"));
        JsonObject shown = api.json(api.get(path));
        String stored = sql("SELECT w::text FROM webhook w WHERE name = '" + name + "'");
        HttpResponse<String> again = api.post("/api/webhooks", body("task.done"));
        api.json(api.send("DELETE", path, ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(added.getString("secret")).startsWith("whsec_");
        assertThat(changed).isEqualTo(shown);
        assertThat(shown.getBoolean("enabled")).isFalse();
        assertThat(shown.getString("format")).isEqualTo("slack");
        assertThat(shown.containsKey("secret")).isFalse();
        assertThat(stored).doesNotContain("whsec_");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(api.get(path).body()).contains("webhook_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "x", "url": "https://example.com/", "events": []}                                   | events
            {"name": "x", "url": "https://example.com/", "events": ["task.gone"]}                        | task.review
            {"name": "x", "url": "https://example.com/", "events": ["task.done"], "format": "xml"}       | json and slack
            {"name": "x", "url": "file:///etc/passwd", "events": ["task.done"]}                          | must begin with http:// or https://
            {"name": "x", "url": "https://a@example.com/", "events": ["task.done"]}                      | user or password
            {"name": "", "url": "https://example.com/", "events": ["task.done"]}                         | name
            {"name": "x", "events": ["task.done"]}                                                       | url
            """)
    void shouldRefuseAWrongWebhook(String body, String problem) {
        // When
        HttpResponse<String> answer = api.send("POST", "/api/webhooks", body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(problem);
    }

    @Test
    void shouldDeliverTheEventsOfATaskInOrder() {
        // Given
        JsonObject webhook = add("task.done", "task.failed", "task.review");
        String task = task();

        // When
        Stream.of("review", "open", "failed", "open", "running", "done").forEach(state -> move(task, state));

        // Then
        awaitTypes(task, "task.review", "task.failed", "task.done");
        var secret = new SigningSecret(webhook.getString("secret"));
        assertThat(received(task)).allSatisfy(request -> {
            String id = request.headers().get("webhook-id");
            long timestamp = Long.parseLong(request.headers().get("webhook-timestamp"));
            assertThat(request.headers())
                    .containsEntry("webhook-signature", secret.sign(id, timestamp, request.body()));
            assertThat(request.json().getJsonObject("data").getString("title")).isEqualTo("a task");
        });
        awaitDeliveries(webhook, "delivered", "delivered", "delivered");
    }

    @Test
    void shouldKeepTheOrderOfASubjectAndLetOthersPass() {
        // Given
        JsonObject webhook = add("task.done", "task.review");
        String stuck = task();
        String other = task();
        var recovered = new CountDownLatch(1);
        receiver.respond(request -> request.body().contains(stuck) && recovered.getCount() > 0 ? 500 : 200);

        // When
        move(stuck, "review");
        move(stuck, "done");
        move(other, "review");
        move(other, "done");
        awaitTypes(other, "task.review", "task.done");
        await().atMost(PATIENCE).until(() -> received(stuck).size() > 1);
        List<String> before = types(stuck);
        recovered.countDown();

        // Then
        assertThat(before).containsOnly("task.review");
        awaitDeliveries(webhook, "delivered", "delivered", "delivered", "delivered");
        assertThat(types(stuck).getLast()).isEqualTo("task.done");
        assertThat(types(stuck)).containsOnlyOnce("task.done");
        assertThat(received(stuck).stream()
                        .filter(it -> it.type().equals("task.review"))
                        .map(it -> it.headers().get("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldGiveUpAfterADayAndSendAgainByHand() {
        // Given
        JsonObject webhook = add("task.done");
        receiver.respond(_ -> 503);
        move(task(), "done");
        await().atMost(PATIENCE).until(() -> !receiver.received().isEmpty());

        // When
        sql("UPDATE webhook_delivery SET first_attempt_at = now() - interval '25 hours' WHERE webhook = '"
                + webhook.getString("id") + "'");
        awaitDeliveries(webhook, "given-up");
        JsonObject givenUp = deliveries(webhook).getFirst();
        receiver.respond(_ -> 200);
        String path = path(webhook) + "/deliveries/" + givenUp.getString("id") + "/resend";
        JsonObject resent = api.json(api.send("POST", path, ""));

        // Then
        assertThat(givenUp.getInteger("status")).isEqualTo(503);
        assertThat(givenUp.getString("error")).isEqualTo("The receiver returned the status 503.");
        assertThat(givenUp.containsKey("nextAttemptAt")).isFalse();
        assertThat(resent.getString("state")).isEqualTo("pending");
        awaitDeliveries(webhook, "delivered");
        assertThat(api.send("POST", path.replaceFirst("deliveries/[^/]*", "deliveries/" + UUID.randomUUID()), "")
                        .body())
                .contains("delivery_not_found");
    }

    @Test
    void shouldTestAWebhookAtOnce() {
        // Given
        JsonObject webhook = add("task.done");

        // When
        JsonObject delivered = api.json(api.send("POST", path(webhook) + "/test", ""));
        receiver.respond(_ -> 404);
        JsonObject failed = api.json(api.send("POST", path(webhook) + "/test", ""));

        // Then
        assertThat(delivered).isEqualTo(new JsonObject("{\"delivered\": true, \"status\": 204}"));
        assertThat(failed)
                .isEqualTo(
                        new JsonObject(
                                "{\"delivered\": false, \"status\": 404, \"error\": \"The receiver returned the status 404.\"}"));
        assertThat(receiver.received()).extracting(Received::type).containsExactly("webhook.test", "webhook.test");
    }

    @Test
    void shouldNotLetASlowReceiverHoldUpOthers() {
        // Given
        JsonObject slow = add("task.done");
        var end = new CountDownLatch(1);
        receiver.respond(_ -> {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return 200;
        });
        for (int i = 0; i < 8; i++) {
            move(task(), "done");
        }

        // When
        try (var quick = new HookReceiver()) {
            JsonObject webhook = api.json(api.post(
                    "/api/webhooks", body("task.done").put("name", name + "-b").put("url", quick.url("/"))));
            move(task(), "done");
            await().atMost(PATIENCE).until(() -> quick.received().size() == 1);

            // Then
            assertThat(receiver.received()).hasSizeLessThanOrEqualTo(8);
            assertThat(deliveries(slow)).extracting(it -> it.getString("state")).containsOnly("pending");
            api.json(api.send("DELETE", path(webhook), ""));
        } finally {
            end.countDown();
        }
    }
}
