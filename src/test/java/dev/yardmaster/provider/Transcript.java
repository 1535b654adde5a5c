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

/** The lines that a CLI printed, to be played to a dialogue as the process reader would: every line in the same buffer. */
public record Transcript(List<String> lines) {
    private static final int BEFORE = 7;

    /** A recorded one, such as {@code claude-code/ok}. */
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

    /** What the dialogue told of these lines, each event as {@link Told} shows it. */
    public List<String> playTo(Dialogue dialogue) {
        List<String> told = new ArrayList<>();
        for (String line : lines) {
            told.addAll(play(dialogue, line.getBytes(StandardCharsets.UTF_8)));
        }
        return told;
    }

    /** Plays one line in a buffer that is overwritten afterwards: events must not have needed it for longer. */
    public static List<String> play(Dialogue dialogue, byte[] line) {
        byte[] buffer = new byte[line.length + 2 * BEFORE];
        Arrays.fill(buffer, (byte) '#');
        System.arraycopy(line, 0, buffer, BEFORE, line.length);
        List<String> told = Told.all(
                dialogue.onLine(new Line(buffer, BEFORE, line.length, 0)).events());
        Arrays.fill(buffer, (byte) '#');
        return told;
    }
}
