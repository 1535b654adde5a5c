package dev.yardmaster.follow;

import static dev.yardmaster.follow.RecordedEvents.call;
import static dev.yardmaster.follow.RecordedEvents.message;
import static dev.yardmaster.follow.RecordedEvents.result;
import static dev.yardmaster.follow.RecordedEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.terminal.PlainText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolLinesTest {
    private static final String LONG = "word ".repeat(100).strip();

    private final RecordedEvents events = new RecordedEvents();

    @Test
    void shouldRepeatTheToolIfItsResultDoesNotFollowItsCall() {
        // When
        String text = Rendering.PIPE.of(
                events.event(call("1", "Read", "{'file_path':'a.txt'}")),
                events.event(call("2", "Grep", "{'pattern':'x','path':'src'}")),
                events.event(result("2", "[{'type':'text','text':'two hits'},{'type':'image'}]", false)),
                events.event(result("1", "{'error':'No such file'}", true)));

        // Then
        assertThat(text).isEqualTo("""
                * Read: a.txt
                * Grep: x
                  ok: 2 lines, 16 B: two hits
                  Read failed: No such file
                """);
    }

    @Test
    void shouldUnfoldTools() {
        // When
        String text = Rendering.PIPE
                .withToolsUnfolded()
                .of(
                        events.event(call(
                                "1", "Write", "{'file_path':'a.txt','content':'x\\ny\\n','lines':2,'more':{'a':1}}")),
                        events.event(result("1", "'done\\n\\nok'", false)));

        // Then
        assertThat(text).isEqualTo("""
                * Write
                    file_path: a.txt
                    content:\s
                      x
                      y
                    lines: 2
                    more: {"a":1}
                  ok
                    done

                    ok
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 400})
    void shouldCutLinesInShortToTheWidth(int columns) {
        // When
        String text = Rendering.terminal(columns)
                .of(
                        events.event(call("1", "Bash", "{'command':'" + LONG + "'}")),
                        events.event(result("1", "'" + LONG + "'", false)),
                        events.event(call("2", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "{'command':'" + LONG + "'}")),
                        events.event(new AgentEvent.ProviderRaw(text(LONG))),
                        events.event(message("m", LONG)));

        // Then
        assertThat(text.lines().limit(4)).allSatisfy(line -> {
            assertThat(PlainText.width(line)).isBetween(columns - 1, columns);
            assertThat(line).endsWith("…");
        });
        assertThat(text).endsWith("\n" + LONG + "\n");
    }
}
