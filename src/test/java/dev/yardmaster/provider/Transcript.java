package dev.yardmaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines that a CLI printed. They are replayed to a dialogue like the process reader does it: every line in the same buffer. */
public record Transcript(List<String> lines) {
    private static final int PADDING = 7;

    /** Returns a recorded transcript, such as {@code claude-code/ok}. */
    public static Transcript recorded(String name) {
        try (InputStream in = Transcript.class.getResourceAsStream("/transcripts/" + name + ".jsonl")) {
            assertThat(in).as("transcript %s", name).isNotNull();
            return new Transcript(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Transcript of(String... lines) {
        return new Transcript(List.of(lines));
    }

    /** Replays the lines and returns the dialogue's events as {@link EventTexts} shows them. */
    public List<String> playTo(Dialogue dialogue) {
        List<String> events = new ArrayList<>();
        for (String line : lines) {
            events.addAll(play(dialogue, line.getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }

    /** Replays one line in a buffer that is overwritten afterwards, because events are valid only as long as their line. */
    public static List<String> play(Dialogue dialogue, byte[] line) {
        byte[] buffer = new byte[line.length + 2 * PADDING];
        Arrays.fill(buffer, (byte) '#');
        System.arraycopy(line, 0, buffer, PADDING, line.length);
        List<String> events = EventTexts.all(
                dialogue.onLine(new Line(buffer, PADDING, line.length, 0)).events());
        Arrays.fill(buffer, (byte) '#');
        return events;
    }
}
