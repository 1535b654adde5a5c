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
 * A generated session in Claude Code's stream-json, for speeds and oddities that no real CLI can be made to show; a {@link FakeClaude}
 * prints it. Deterministic: the same flood has the same bytes. Immutable.
 *
 * @param deltas how many text deltas there are
 * @param textBytes the length of a delta's text in bytes of UTF-8, if it is not longer by itself (about 60)
 * @param perMessage how many deltas make a message; the last message may have fewer
 * @param oddities what is unusual about it
 */
public record EventFlood(int deltas, int textBytes, int perMessage, Oddities oddities) {
    private static final List<String> SAMPLES = List.of(
            "plain words",
            "\"quotes\" and \\ backslashes",
            "naïve – 日本語 🚂",
            "a line\nbreak,\r a tab\t and a bell \u0007",
            "</script> & \u2028 \u007f");
    private static final String FILLER = "the yard is quiet tonight ";

    public EventFlood {
        if (deltas < 0 || perMessage < 1) {
            throw new IllegalArgumentException("A flood has 0 or more deltas, and a message at least one");
        }
    }

    /** So many deltas of 160 bytes, 1000 a message. */
    public static EventFlood of(int deltas) {
        return new EventFlood(deltas, 160, 1_000, Oddities.NONE);
    }

    public EventFlood textBytes(int bytes) {
        return new EventFlood(deltas, bytes, perMessage, oddities);
    }

    public EventFlood perMessage(int count) {
        return new EventFlood(deltas, textBytes, count, oddities);
    }

    /** With a tool's result of at least so many bytes, in one line, half way. */
    public EventFlood giantLine(int bytes) {
        return with(new Oddities(bytes, oddities.invalidUtf8(), oddities.finalNewline(), oddities.crashAfter()));
    }

    /** With a tool's result, half way, that has bytes which are not UTF-8. */
    public EventFlood invalidUtf8() {
        return with(new Oddities(oddities.giantLine(), true, oddities.finalNewline(), oddities.crashAfter()));
    }

    /** The last line has no line end. */
    public EventFlood withoutFinalNewline() {
        return with(new Oddities(oddities.giantLine(), oddities.invalidUtf8(), false, oddities.crashAfter()));
    }

    /** After so many deltas the session breaks off in the middle of a line; the message never ends. */
    public EventFlood crashAfter(int count) {
        return with(new Oddities(oddities.giantLine(), oddities.invalidUtf8(), oddities.finalNewline(), count));
    }

    /** The text of a delta, from 1: its number in six digits, characters that need care, and filler. */
    public String text(int number) {
        String start = "%06d %s ".formatted(number, SAMPLES.get(number % SAMPLES.size()));
        int missing = Math.max(0, textBytes - start.getBytes(UTF_8).length);
        return start + FILLER.repeat(missing / FILLER.length() + 1).substring(0, missing);
    }

    /** The texts of these deltas, the last one included, as one. */
    public String text(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(this::text).collect(Collectors.joining());
    }

    /** Writes the whole session. */
    public void writeTo(Path file) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024)) {
            new FloodWriter(this, out).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many deltas are whole. */
    int told() {
        return Math.min(deltas, oddities.crashAfter());
    }

    boolean crashes() {
        return oddities.crashAfter() < Integer.MAX_VALUE;
    }

    private EventFlood with(Oddities changed) {
        return new EventFlood(deltas, textBytes, perMessage, changed);
    }

    /** What is unusual: the bytes of a giant line (0 for none), and after how many deltas it crashes (the highest number for never). */
    public record Oddities(int giantLine, boolean invalidUtf8, boolean finalNewline, int crashAfter) {
        static final Oddities NONE = new Oddities(0, false, true, Integer.MAX_VALUE);
    }
}
