package dev.yardmaster.webhook.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.webhook.WebhookFormat;
import java.time.Instant;
import java.util.UUID;

/**
 * What a webhook is notified of.
 *
 * @param id the same for all attempts
 * @param event such as {@code task.done}
 * @param data the fields that the trigger of the event writes
 */
record Notification(UUID id, String event, Instant occurredAt, ObjectNode data) {
    /** The event of the notification that a user sends to try a webhook. */
    static final String TEST = "webhook.test";

    /** The value of the header {@code webhook-id}. */
    String messageId() {
        return "msg_" + id;
    }

    /** The body of the request, as JSON. */
    String body(WebhookFormat format) {
        return switch (format) {
            case JSON ->
                Json.object()
                        .put("type", event)
                        .put("timestamp", occurredAt.toString())
                        .set("data", data)
                        .toString();
            case SLACK ->
                Json.object().put("text", NotificationText.of(event, data)).toString();
        };
    }
}
