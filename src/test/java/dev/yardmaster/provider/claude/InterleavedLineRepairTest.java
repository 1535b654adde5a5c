package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterleavedLineRepairTest {
    private static final String TEXT = ClaudeFixture.json(
            "{'type':'assistant','message':{'id':'m','content':[{'type':'text','text':'a \\\\ é \\u00e9 😀 {}\\n'}]}}");
    private static final String EVENT = ClaudeFixture.json(
            "{'type':'rate_limit_event','rate_limit_info':{'status':'rejected',"
                    + "'resetsAt':1778565600,'unifiedWindows':{'five_hour':{'utilization':1},'seven_day':{'utilization':0}}}}");
    private static final String EVENT_WITH_LATE_TYPE =
            ClaudeFixture.json("{'rate_limit_info':{'status':'rejected','resetsAt':1778565600,"
                    + "'unifiedWindows':{'five_hour':{'utilization':1}}},'type':'rate_limit_event','uuid':'u'}");
    private static final String MESSAGE = "message m:0 \"a \\\\ é é 😀 {}\\n\"";
    private static final String LIMIT = "limit blocked - 2026-05-12T06:00:00Z";
    private static final String OTHER = ClaudeFixture.json("{'type':'keep_alive'}");

    @ParameterizedTest
    @CsvSource({"'',''", "'','\n'", "'\n','\n'", "'','\n{\"type\":\"keep_alive\"}\n'"})
    void shouldRepairALineSplitAtAnyByte(String before, String after) {
        byte[] line = TEXT.getBytes(StandardCharsets.UTF_8);
        for (String event : List.of(EVENT, EVENT_WITH_LATE_TYPE)) {
            for (int cut = 0; cut <= line.length; cut++) {
                // Given
                byte[] output = join(
                        Arrays.copyOf(line, cut),
                        (before + event + after).getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(line, cut, line.length));

                // When
                List<String> events = play(output);

                // Then
                assertThat(events).as("cut at %d", cut).containsExactlyInAnyOrder(LIMIT, MESSAGE);
            }
        }
    }

    @Test
    void shouldRepairALineSplitByTwoEvents() {
        // Given
        String first = TEXT.substring(0, 20);
        String second = TEXT.substring(20, 50);
        String third = TEXT.substring(50);

        // When
        List<String> events =
                ClaudeFixture.play(first + EVENT + second + EVENT + third, first + EVENT, second + EVENT, third);

        // Then
        assertThat(events).containsExactly(LIMIT, LIMIT, MESSAGE, LIMIT, LIMIT, MESSAGE.replace("m:0", "m:1"));
    }

    @Test
    void shouldRepairADelta() {
        // Given
        String delta = ClaudeFixture.textDelta(0, "abc");

        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                delta.substring(0, 90) + EVENT,
                delta.substring(90),
                ClaudeFixture.textDelta(0, "d"));

        // Then
        assertThat(events).containsExactly(LIMIT, "delta m:0 \"abc\"", "delta m:0 \"d\"");
    }

    @Test
    void shouldKeepBothPartsThatDoNotMatch() {
        // When
        List<String> events = ClaudeFixture.play(TEXT.substring(0, 30) + EVENT, "something else", TEXT);

        // Then
        assertThat(events).containsExactly(LIMIT, raw(TEXT.substring(0, 30)), "raw \"something else\"", MESSAGE);
    }

    @Test
    void shouldNotWaitForeverForTheSecondPart() {
        // Given
        List<String> lines = new ArrayList<>(List.of(TEXT.substring(0, 30)));
        for (int i = 0; i < 16; i++) {
            lines.add(OTHER);
        }
        Dialogue dialogue = ClaudeFixture.dialogue();
        List<String> before = new Transcript(lines).playTo(dialogue);

        // When
        List<String> events = Transcript.of(OTHER).playTo(dialogue);

        // Then
        assertThat(before).isEmpty();
        assertThat(events).containsExactly(raw(TEXT.substring(0, 30)));
    }

    @Test
    void shouldKeepAPendingPartAtExit() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        Transcript.of(TEXT.substring(0, 30)).playTo(dialogue);

        // When
        List<String> events = EventTexts.all(
                dialogue.onExit(new ProcessExit(1, Optional.empty(), "")).events());

        // Then
        assertThat(events).containsExactly(raw(TEXT.substring(0, 30)));
    }

    @Test
    void shouldNotExtractEventsFromAToolsOutput() {
        // Given
        String result = "{\"type\":\"user\",\"tool_use_result\":[" + EVENT + ",{\"more\":";

        // When
        List<String> events = ClaudeFixture.play(result, "no", OTHER);

        // Then
        assertThat(events).containsExactly(raw(result), "raw \"no\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 2000})
    void shouldLimitTheSearchInALineFullOfEvents(int count) {
        // Given
        String line = "{{" + EVENT.repeat(count) + "{";

        // When
        List<String> events = ClaudeFixture.play(line, "no");

        // Then
        assertThat(events).containsExactly(raw(line), "raw \"no\"");
    }

    private static String raw(String text) {
        return "raw \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Plays output after splitting it into lines like the reader of the child's output. */
    private static List<String> play(byte[] output) {
        Dialogue dialogue = ClaudeFixture.dialogue();
        List<String> events = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= output.length; i++) {
            if (i == output.length || output[i] == '\n') {
                events.addAll(Transcript.play(dialogue, Arrays.copyOfRange(output, start, i)));
                start = i + 1;
            }
        }
        events.addAll(EventTexts.all(
                dialogue.onExit(new ProcessExit(0, Optional.empty(), "")).events()));
        return events;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
