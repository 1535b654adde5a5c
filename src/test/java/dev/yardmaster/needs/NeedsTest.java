package dev.yardmaster.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.needs.Need.Action;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.000001Z");

    @Test
    void shouldMergeTheKindsTheNewestFirst() {
        // Given
        Need oldest = need("a", NOON.minusSeconds(2));
        Need middle = need("b", NOON.minusSeconds(1));
        Need newest = need("c", NOON);

        // When
        List<Need> merged = Needs.merged(List.of(newest, oldest), List.of(middle), 2);

        // Then
        assertThat(merged).containsExactly(newest, middle);
    }

    @Test
    void shouldFindThePositionOfACursorAgain() {
        // Given
        Need need = need("b", NOON);

        // When
        Position position = Position.of(Optional.of(Position.after(need).cursor()));

        // Then
        assertThat(position).isEqualTo(new Position(NOON, "executable:b"));
        assertThat(position.isBefore(need)).isFalse();
        assertThat(position.isBefore(need("a", NOON))).isTrue();
        assertThat(position.isBefore(need("c", NOON))).isFalse();
        assertThat(position.isBefore(need("c", NOON.minusMillis(1)))).isTrue();
        assertThat(Position.START.isBefore(need)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "_", "x_executable:a", "99999999999999999999_a"})
    void shouldRefuseAnUnknownCursor(String cursor) {
        assertThatThrownBy(() -> Position.of(Optional.of(cursor))).hasMessageContaining("'after'");
    }

    private static Need need(String subject, Instant since) {
        return new Need(
                "executable",
                subject,
                "Sign in.",
                Optional.empty(),
                since,
                "1",
                Map.of(),
                new Action("provider verify acme", "POST", "/api/providers/acme/verify"));
    }
}
