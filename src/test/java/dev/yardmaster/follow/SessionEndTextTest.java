package dev.yardmaster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionEndTextTest {
    private final RecordedEvents events = new RecordedEvents();

    @Test
    void shouldCountDownToTheEndOfALimit() {
        // Given
        var limited = new SessionEnd(
                SessionState.LIMITED,
                "The provider refuses work.",
                Optional.empty(),
                Optional.empty(),
                Optional.of(RecordedEvents.AT.plus(Duration.ofHours(50))));

        // When
        String text = Rendering.PIPE.of(events.end(limited));

        // Then
        assertThat(text).startsWith("= session limited until 4 Jan 05:04, in 2 d 2 h");
        assertThat(text).endsWith(": The provider refuses work.\n");
    }

    @Test
    void shouldShowTheLastLinesOfAProcessThatFailed() {
        // Given
        String stderr =
                IntStream.rangeClosed(1, 12).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        var failed = SessionEnd.of(SessionState.FAILED, "The CLI ended before its turn.")
                .after(new ProcessExit(3, Optional.empty(), stderr));

        // When
        String text = Rendering.PIPE.of(events.end(failed));

        // Then
        assertThat(text)
                .isEqualTo("""
                = session failed: The CLI ended before its turn.
                - the CLI ended with exit code 3
                """
                        + IntStream.rangeClosed(3, 12)
                                .mapToObj(i -> "    line " + i + "\n")
                                .collect(Collectors.joining()));
    }

    @Test
    void shouldSayWhatToDoAboutAFailure() {
        // Given
        var failed = new SessionEnd(
                SessionState.FAILED,
                "Not signed in.",
                Optional.of(new ProcessExit(137, Optional.of(9), "")),
                Optional.empty(),
                new SessionEnd.Cause(new FailureCause.Auth(), Optional.empty()),
                false);

        // When
        String text = Rendering.terminal(80).inColor().of(events.end(failed));

        // Then
        assertThat(text.replace('\u001b', '^')).endsWith("""
                ^[31m= session failed: Not signed in.^[0m
                ^[2m- signal 9 ended the CLI^[0m
                ^[33m- Sign in with the provider's CLI, or correct the API key of the executable.^[0m
                """);
    }

    @Test
    void shouldShowThatAnotherSessionGoesOn() {
        // When
        String text = Rendering.PIPE.of(events.end(
                SessionEnd.of(SessionState.STOPPED, "The agent was changed.").goingOn()));

        // Then
        assertThat(text).isEqualTo("""
                = session stopped: The agent was changed.
                - another session continues the work
                """);
    }
}
