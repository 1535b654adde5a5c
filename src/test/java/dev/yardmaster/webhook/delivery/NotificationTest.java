package dev.yardmaster.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.webhook.WebhookEvent;
import dev.yardmaster.webhook.WebhookFormat;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationTest {
    @Test
    void shouldWriteTheEventAsJson() {
        // When
        String body = notification("task.done", "{\"title\":\"Fix <it>\"}").body(WebhookFormat.JSON);

        // Then
        assertThat(body).isEqualTo("""
                {"type":"task.done","timestamp":"2026-01-02T03:04:05Z","data":{"title":"Fix <it>"}}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            task.done          | {"title":"Fix it"}                        | The task 'Fix it' is done.
            task.failed        | {"title":"<!channel> &","reason":"No."}   | The task '&lt;!channel&gt; &amp;' has failed. No.
            task.review        | {"title":"Fix it"}                        | The task 'Fix it' waits for a review.
            limit.hit          | {"executable":"a","model":"*","until":"2026-01-02T03:00:00Z"} | The executable 'a' is limited until 2026-01-02T03:00:00Z.
            limit.over         | {"executable":"a","model":"opus"}         | The executable 'a' with the model 'opus' is no longer limited.
            dispatcher.paused  | {"until":"2026-01-02T03:00:00Z"}          | The dispatcher is paused until 2026-01-02T03:00:00Z.
            dispatcher.paused  | {"reason":"Upgrade."}                     | The dispatcher is paused. Upgrade.
            budget.warning     | {"message":"A < B."}                      | A &lt; B.
            dispatcher.resumed | {}                                        | The dispatcher starts tasks again.
            webhook.test       | {}                                        | This is a test of the webhook.
            """)
    void shouldWriteASentenceForChats(String event, String data, String text) {
        // When
        String body = notification(event, data).body(WebhookFormat.SLACK);

        // Then
        assertThat(Json.parse(body)).isEqualTo(Json.object().put("text", text));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveASentenceForEveryEvent(WebhookEvent event) {
        // When / Then
        assertThat(NotificationText.of(event.value(), Json.object())).doesNotContain("has happened");
    }

    private static Notification notification(String event, String data) {
        return new Notification(
                UUID.randomUUID(), event, Instant.parse("2026-01-02T03:04:05Z"), (ObjectNode) Json.parse(data));
    }
}
