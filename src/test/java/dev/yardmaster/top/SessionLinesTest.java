package dev.yardmaster.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionLinesTest {
    private final SessionLines lines = new SessionLines();

    @Test
    void shouldJoinTheParts() {
        // When
        delta("m1", "First line\nSecond ");
        delta("m1", "line ");
        delta("m1", "grows\n");

        // Then
        assertThat(lines.of("s")).isEqualTo("Second line grows");

        // When
        delta("m1", "Third");

        // Then
        assertThat(lines.of("s")).isEqualTo("Third");

        // When
        delta("m2", "Other message");

        // Then
        assertThat(lines.of("s")).isEqualTo("Other message");
    }

    @Test
    void shouldReportOnlyVisibleChanges() {
        assertThat(add("message", "text", "Done.\n\n")).isTrue();
        assertThat(add("message", "text", "Done.")).isFalse();
        assertThat(add("message", "text", " \n")).isFalse();
        assertThat(add("usage", "text", "x")).isFalse();
        assertThat(lines.of("s")).isEqualTo("Done.");
    }

    @Test
    void shouldLetNoControlCharactersThrough() {
        // When
        add("message", "text", "a\u001b[31mb\u0007c\u202e👨\u200d👩");

        // Then
        assertThat(lines.of("s")).isEqualTo("a[31mbc👨👩");
    }

    @Test
    void shouldShowErrorsAndCutEndlessLines() {
        // When
        add("error", "message", "x".repeat(100_000));

        // Then
        assertThat(lines.of("s")).startsWith("Error: xxx").hasSize(500);
    }

    @Test
    void shouldForgetEndedSessions() {
        // Given
        add("message", "text", "a");

        // When
        lines.retain(Set.of("other"));

        // Then
        assertThat(lines.of("s")).isEmpty();

        // When
        add("message", "text", "b");
        add("session.ended", "state", "completed");

        // Then
        assertThat(lines.of("s")).isEmpty();
    }

    private void delta(String message, String text) {
        lines.add(event(
                "message.delta",
                JsonNodeFactory.instance.objectNode().put("message", message).put("text", text)));
    }

    private boolean add(String type, String field, String value) {
        return lines.add(event(type, JsonNodeFactory.instance.objectNode().put(field, value)));
    }

    private static ObjectNode event(String type, ObjectNode data) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("session", "s")
                .put("type", type)
                .set("data", data);
    }
}
