package dev.yardmaster.follow;

import static dev.yardmaster.follow.RecordedEvents.call;
import static dev.yardmaster.follow.RecordedEvents.delta;
import static dev.yardmaster.follow.RecordedEvents.json;
import static dev.yardmaster.follow.RecordedEvents.message;
import static dev.yardmaster.follow.RecordedEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.MessageDelta;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.AgentEvent.Reasoning;
import dev.yardmaster.provider.AgentEvent.Retry;
import dev.yardmaster.provider.AgentEvent.TurnEnded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageTextsTest {
    private final RecordedEvents events = new RecordedEvents();

    @Test
    void shouldShowTextLiveInATerminal() {
        // Given
        EventRenderer renderer = Rendering.terminal(80).renderer();
        Stream<AgentEvent> stream = Stream.of(
                delta("m", "It "),
                delta("m", "works."),
                message("m", "It works. All."),
                new MessageDelta("r", Content.REASONING, text("Hm")),
                call("c", "Bash", "{'command':'ls'}"),
                new MessageDelta("r", Content.REASONING, text(", yes")),
                new Reasoning("r", text("Hm, yes")));

        // When
        List<String> parts = stream.map(events::event)
                .map(event -> renderer.render(Event.parse(event).orElseThrow()))
                .toList();

        // Then
        assertThat(parts)
                .containsExactly(
                        "= session " + RecordedEvents.SESSION + "\nIt ",
                        "works.",
                        " All.\n",
                        "~ Hm",
                        "\n* Bash: ls\n",
                        "~ , yes",
                        "\n");
    }

    @Test
    void shouldShowWholeLinesOfTextInAPipe() {
        // When
        String text = Rendering.PIPE.of(
                events.event(delta("m", "one\ntw")),
                events.event(delta("m", "o\nth")),
                events.event(message("m", "one\ntwo\nthree")));

        // Then
        assertThat(text).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void shouldShowTheWholeTextAfterDeltasFromItsMiddle() {
        // When
        String text =
                Rendering.terminal(80).of(events.event(delta("m", "end.")), events.event(message("m", "The end.")));

        // Then
        assertThat(text).isEqualTo("end.\nThe end.\n");
    }

    @Test
    void shouldShowTextThatIsNeverCompletedAtTheEndOfTheTurn() {
        // When
        String text = Rendering.PIPE.of(
                events.event(delta("m", "half a")),
                events.event(new TurnEnded(Outcome.INTERRUPTED, JsonSlice.nullValue())));

        // Then
        assertThat(text).isEqualTo("half a\n- turn interrupted\n");
    }

    @Test
    void shouldMarkTextAsVoidThatTheAgentWritesAgain() {
        // Given
        var retry = new Retry(1, Duration.ZERO, OptionalInt.empty(), "The connection broke.", Optional.of("m"));

        // When
        String text = Rendering.terminal(80)
                .of(events.event(delta("m", "Hel")), events.event(retry), events.event(message("m", "Hello.")));

        // Then
        assertThat(text).isEqualTo("""
                Hel
                - the text above is void: the agent writes it again
                ! the CLI tries again (attempt 1): The connection broke.
                Hello.
                """);
    }

    @Test
    void shouldKeepACharacterThatTwoDeltasShare() {
        // When
        String text = Rendering.terminal(80)
                .of(
                        events.event(new MessageDelta("m", Content.TEXT, json("'a\\ud83d'"))),
                        events.event(new MessageDelta("m", Content.TEXT, json("'\\ude80b'"))));

        // Then
        assertThat(text).isEqualTo("a🚀b\n");
    }
}
