package dev.yardmaster.session.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionEndTest {
    @Test
    void shouldRemoveNulCharacters() {
        // When
        var end = new SessionEnd(
                SessionState.COMPLETED, "a\0b", Optional.empty(), Optional.of("\0c\0\0d"), Optional.empty());

        // Then
        assertThat(end.reason()).isEqualTo("ab");
        assertThat(end.result()).contains("cd");
    }
}
