package dev.yardmaster.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakeUpTextTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.5Z");

    @Test
    void shouldTellEachEventInALineOfItsOwn() {
        // Given
        List<WakeUp> events = List.of(
                wakeUp(
                        "task.failed",
                        new JsonObject().put("task", "t1").put("title", "Build").put("reason", "It broke.")),
                wakeUp("plan.completed", new JsonObject().put("name", "p").put("state", "failed")),
                wakeUp("subscription.over", new JsonObject().put("events", new JsonArray().add("task.done"))),
                wakeUp(
                        "subscription.vain",
                        new JsonObject()
                                .put("why", "The task 'A' (t2) was cancelled.")
                                .put("events", new JsonArray().add("task.done").add("task.failed"))));

        // When
        String text = WakeUpText.of(events, events.size());

        // Then
        assertThat(text.lines())
                .containsExactly(
                        "2026-03-01T12:00:00Z The task 'Build' (t1) has failed and is not tried again. It broke.",
                        "2026-03-01T12:00:00Z The plan 'p' has ended: all of its tasks have ended, and at least one failed.",
                        "2026-03-01T12:00:00Z Nothing of what you waited for has happened in time: task.done.",
                        "2026-03-01T12:00:00Z The task 'A' (t2) was cancelled. You are not woken any more for: task.done, task.failed.");
    }

    @Test
    void shouldCountTheEventsBeyondFifty() {
        // Given
        List<WakeUp> events = IntStream.range(0, 50)
                .mapToObj(i -> wakeUp(
                        "task.done", new JsonObject().put("task", "t" + i).put("title", "T")))
                .toList();

        // When
        String text = WakeUpText.of(events, 53);

        // Then
        assertThat(text.lines()).hasSize(51);
        assertThat(text).endsWith("And 3 more events. Read the state of your plans and tasks.");
    }

    @Test
    void shouldShortenReasons() {
        // When
        String text = WakeUpText.of(
                List.of(wakeUp("task.review", new JsonObject().put("title", "T").put("reason", "x".repeat(1000)))), 1);

        // Then
        assertThat(text).endsWith("x…").hasSizeLessThan(500);
    }

    private static WakeUp wakeUp(String event, JsonObject data) {
        return new WakeUp(1, event, data, AT);
    }
}
