package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Told;
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
    private static final String TEXT = Claude.json(
            "{'type':'assistant','message':{'id':'m','content':[{'type':'text','text':'a \\\\ é \\u00e9 😀 {}\\n'}]}}");
    private static final String EVENT = Claude.json("{'type':'rate_limit_event','rate_limit_info':{'status':'rejected',"
            + "'resetsAt':1778565600,'unifiedWindows':{'five_hour':{'utilization':1},'seven_day':{'utilization':0}}}}");
    private static final String EVENT_WITH_LATE_TYPE =
            Claude.json("{'rate_limit_info':{'status':'rejected','resetsAt':1778565600,"
                    + "'unifiedWindows':{'five_hour':{'utilization':1}}},'type':'rate_limit_event','uuid':'u'}");
    private static final String MESSAGE = "message m:0 \"a \\\\ é é 😀 {}\\n\"";
    private static final String LIMIT = "limit blocked - 2026-05-12T06:00:00Z";
    private static final String OTHER = Claude.json("{'type':'keep_alive'}");

    @ParameterizedTest
    @CsvSource({"'',''", "'','\n'", "'\n','\n'", "'','\n{\"type\":\"keep_alive\"}\n'"})
    void shouldMendALineCutAnywhere(String before, String after) {
        byte[] line = TEXT.getBytes(StandardCharsets.UTF_8);
        for (String event : List.of(EVENT, EVENT_WITH_LATE_TYPE)) {
            for (int cut = 0; cut <= line.length; cut++) {
                // Given
                byte[] output = join(
                        Arrays.copyOf(line, cut),
                        (before + event + after).getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(line, cut, line.length));

                // When
                List<String> told = play(output);

                // Then
                assertThat(told).as("cut at %d", cut).containsExactlyInAnyOrder(LIMIT, MESSAGE);
            }
        }
    }

    @Test
    void shouldMendALineThatTwoEventsWereWrittenInto() {
        // Given
        String first = TEXT.substring(0, 20);
        String second = TEXT.substring(20, 50);
        String third = TEXT.substring(50);

        // When
        List<String> told = Claude.tell(first + EVENT + second + EVENT + third, first + EVENT, second + EVENT, third);

        // Then
        assertThat(told).containsExactly(LIMIT, LIMIT, MESSAGE, LIMIT, LIMIT, MESSAGE.replace("m:0", "m:1"));
    }

    @Test
    void shouldMendAPieceOfAMessage() {
        // Given
        String delta = Claude.textDelta(0, "abc");

        // When
        List<String> told = Claude.tell(
                Claude.messageStart("m"),
                delta.substring(0, 90) + EVENT,
                delta.substring(90),
                Claude.textDelta(0, "d"));

        // Then
        assertThat(told).containsExactly(LIMIT, "delta m:0 \"abc\"", "delta m:0 \"d\"");
    }

    @Test
    void shouldKeepBothHalvesThatDoNotFit() {
        // When
        List<String> told = Claude.tell(TEXT.substring(0, 30) + EVENT, "something else", TEXT);

        // Then
        assertThat(told).containsExactly(LIMIT, raw(TEXT.substring(0, 30)), "raw \"something else\"", MESSAGE);
    }

    @Test
    void shouldNotWaitForEver() {
        // Given
        List<String> lines = new ArrayList<>(List.of(TEXT.substring(0, 30)));
        for (int i = 0; i < 16; i++) {
            lines.add(OTHER);
        }
        Dialogue dialogue = Claude.dialogue();
        List<String> before = new Transcript(lines).playTo(dialogue);

        // When
        List<String> told = Transcript.of(OTHER).playTo(dialogue);

        // Then
        assertThat(before).isEmpty();
        assertThat(told).containsExactly(raw(TEXT.substring(0, 30)));
    }

    @Test
    void shouldKeepAHalfLineAtTheExit() {
        // Given
        Dialogue dialogue = Claude.dialogue();
        Transcript.of(TEXT.substring(0, 30)).playTo(dialogue);

        // When
        List<String> told = Told.all(
                dialogue.onExit(new ProcessExit(1, Optional.empty(), "")).events());

        // Then
        assertThat(told).containsExactly(raw(TEXT.substring(0, 30)));
    }

    @Test
    void shouldNotTakeAToolsOutputForAnEvent() {
        // Given
        String result = "{\"type\":\"user\",\"tool_use_result\":[" + EVENT + ",{\"more\":";

        // When
        List<String> told = Claude.tell(result, "no", OTHER);

        // Then
        assertThat(told).containsExactly(raw(result), "raw \"no\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 2000})
    void shouldNotSearchForEverInALineFullOfEvents(int events) {
        // Given
        String line = "{{" + EVENT.repeat(events) + "{";

        // When
        List<String> told = Claude.tell(line, "no");

        // Then
        assertThat(told).containsExactly(raw(line), "raw \"no\"");
    }

    private static String raw(String text) {
        return "raw \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Plays output as the reader of lines would cut it. */
    private static List<String> play(byte[] output) {
        Dialogue dialogue = Claude.dialogue();
        List<String> told = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= output.length; i++) {
            if (i == output.length || output[i] == '\n') {
                told.addAll(Transcript.play(dialogue, Arrays.copyOfRange(output, start, i)));
                start = i + 1;
            }
        }
        told.addAll(Told.all(
                dialogue.onExit(new ProcessExit(0, Optional.empty(), "")).events()));
        return told;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
