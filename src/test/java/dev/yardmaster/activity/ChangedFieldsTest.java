package dev.yardmaster.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.process.KnownSecrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangedFieldsTest {
    private final ChangedFields fields = new ChangedFields(new ObjectMapper());

    @Test
    void shouldKeepTheChangedFieldsOnly() {
        // Given
        Map<String, Object> before = Map.of("name", "a", "size", 1, "old", true, "tags", List.of("x"), "updatedAt", 1);
        Map<String, Object> after =
                Map.of("name", "a", "size", 2, "new", true, "tags", List.of("x", "y"), "updatedAt", 2);

        // When
        Optional<Map<String, Object>> old = changed(before, after);
        Optional<Map<String, Object>> now = changed(after, before);

        // Then
        assertThat(old).contains(Map.of("size", 1, "old", true, "tags", List.of("x")));
        assertThat(now).contains(Map.of("size", 2, "new", true, "tags", List.of("x", "y")));
    }

    @Test
    void shouldKeepNothingOfEqualThings() {
        // When
        Optional<Map<String, Object>> changed = changed(Map.of("name", "a"), Map.of("name", "a"));

        // Then
        assertThat(changed).isEmpty();
    }

    @Test
    void shouldHideSecrets() {
        // Given
        KnownSecrets.add("canary-in-a-text");
        Map<String, Object> thing = Map.of(
                "token",
                "canary-1",
                "secret",
                "canary-9",
                "url",
                "https://example.com/canary-10",
                "environment",
                Map.of("KEY", "canary-2", "OTHER", Map.of("secret", "canary-3")),
                "mcpServers",
                Map.of(
                        "files",
                        Map.of("command", "npx", "args", List.of("canary-4"), "env", Map.of("KEY", "canary-5")),
                        "web",
                        Map.of("url", "https://canary-6@example.org/canary-7", "headers", Map.of("A", "canary-8"))),
                "instructions",
                List.of(Map.of("text", "use canary-in-a-text")));

        // When
        Optional<Map<String, Object>> shown = changed(thing, Map.of());

        // Then
        assertThat(shown.orElseThrow())
                .containsEntry("environment", Map.of("KEY", "***", "OTHER", "***"))
                .containsEntry("instructions", List.of(Map.of("text", "use ***")));
        assertThat(shown.toString()).contains("npx", "example.org").doesNotContain("canary");
    }

    @Test
    void shouldCutLongValues() {
        // Given
        Map<String, Object> thing = Map.of("prompt", "x".repeat(100_000), "list", List.of("y".repeat(100_000)));

        // When
        Map<String, Object> shown = changed(thing, Map.of()).orElseThrow();

        // Then
        assertThat(shown.values())
                .allSatisfy(value -> assertThat(value.toString())
                        .hasSize(ChangedFields.LONGEST + 1)
                        .endsWith("…"));
    }

    private Optional<Map<String, Object>> changed(Map<String, Object> shown, Map<String, Object> other) {
        return fields.of(tree(shown), tree(other));
    }

    private Optional<ObjectNode> tree(Map<String, Object> thing) {
        return fields.tree(thing);
    }
}
