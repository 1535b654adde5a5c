package dev.yardmaster.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A generated session in Claude Code's stream-json format, for rates and anomalies that no real CLI produces on demand. A {@link FakeClaude}
 * prints it. Deterministic: the same flood has the same bytes. Immutable.
 *
 * @param deltas the number of text deltas
 * @param textBytes the length of each delta's text, in bytes of UTF-8; at least about 60, the length without filler
 * @param perMessage the number of deltas in a message; the last message may have fewer
 * @param anomalies the unusual lines
 */
public record EventFlood(int deltas, int textBytes, int perMessage, Anomalies anomalies) {
    private static final List<String> SAMPLES = List.of(
            "plain words",
            "\"quotes\" and \\ backslashes",
            "naïve – 日本語 🚂",
            "a line\nbreak,\r a tab\t and a bell \u0007",
            "</script> & \u2028 \u007f");
    private static final String FILLER = "the yard is quiet tonight ";

    public EventFlood {
        if (deltas < 0 || perMessage < 1) {
            throw new IllegalArgumentException("A flood needs 0 or more deltas, and at least 1 for each message");
        }
    }

    /** Returns a flood with this number of deltas, of 160 bytes each, and 1000 deltas in a message. */
    public static EventFlood of(int deltas) {
        return new EventFlood(deltas, 160, 1_000, Anomalies.NONE);
    }

    public EventFlood textBytes(int bytes) {
        return new EventFlood(deltas, bytes, perMessage, anomalies);
    }

    public EventFlood perMessage(int count) {
        return new EventFlood(deltas, textBytes, count, anomalies);
    }

    /** Adds a tool result of at least this number of bytes, as one line, in the middle. */
    public EventFlood giantLine(int bytes) {
        return with(new Anomalies(bytes, anomalies.invalidUtf8(), anomalies.finalNewline(), anomalies.crashAfter()));
    }

    /** Adds a tool result with invalid UTF-8, in the middle. */
    public EventFlood invalidUtf8() {
        return with(new Anomalies(anomalies.giantLine(), true, anomalies.finalNewline(), anomalies.crashAfter()));
    }

    /** Leaves out the last line end. */
    public EventFlood withoutFinalNewline() {
        return with(new Anomalies(anomalies.giantLine(), anomalies.invalidUtf8(), false, anomalies.crashAfter()));
    }

    /** Ends the session in the middle of a line after this number of deltas, so that the message never ends. */
    public EventFlood crashAfter(int count) {
        return with(new Anomalies(anomalies.giantLine(), anomalies.invalidUtf8(), anomalies.finalNewline(), count));
    }

    /** Returns the text of a delta, from 1: its number in six digits, characters that JSON escapes, and filler. */
    public String text(int number) {
        String start = "%06d %s ".formatted(number, SAMPLES.get(number % SAMPLES.size()));
        int missing = Math.max(0, textBytes - start.getBytes(UTF_8).length);
        return start + FILLER.repeat(missing / FILLER.length() + 1).substring(0, missing);
    }

    /** Returns the joined texts of these deltas, including the last one. */
    public String text(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(this::text).collect(Collectors.joining());
    }

    /** Writes the session to a file. */
    public void writeTo(Path file) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024)) {
            new FloodWriter(this, out).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of complete deltas. */
    int completeDeltas() {
        return Math.min(deltas, anomalies.crashAfter());
    }

    boolean crashes() {
        return anomalies.crashAfter() < Integer.MAX_VALUE;
    }

    private EventFlood with(Anomalies changed) {
        return new EventFlood(deltas, textBytes, perMessage, changed);
    }

    /** Unusual parts: the bytes of a giant line (0 for none), and the number of deltas before a crash ({@code MAX_VALUE} for no crash). */
    public record Anomalies(int giantLine, boolean invalidUtf8, boolean finalNewline, int crashAfter) {
        static final Anomalies NONE = new Anomalies(0, false, true, Integer.MAX_VALUE);
    }
}
