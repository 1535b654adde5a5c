package dev.yardmaster.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the last lines of a child's standard error. It stores whole lines and redacts them together when the text is read, so that no secret
 * is cut in two before it is recognised. Thread-safe: the pump adds lines, and another thread reads the text after the exit.
 */
final class StderrTail {
    private static final int MAX_BYTES = 4 * 1024;
    /** In characters, each of at most 3 bytes: a single line always fits into {@link #MAX_BYTES}. */
    private static final int MAX_LINE = 1024;

    private final Redactor redactor;
    private final Deque<String> lines = new ArrayDeque<>();
    private int size;

    StderrTail(Redactor redactor) {
        this.redactor = redactor;
    }

    synchronized void add(Line line) {
        String text = shorten(line.text());
        lines.addLast(text);
        size += text.length() + 1;
        while (size - lines.getFirst().length() > MAX_BYTES) {
            size -= lines.removeFirst().length() + 1;
        }
    }

    /** Returns the last lines, redacted, at most 4 KiB in UTF-8, without the last line end. */
    synchronized String text() {
        String text = redactor.redact(String.join("\n", lines));
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            text = text.substring(text.indexOf('\n') + 1);
        }
        return text;
    }

    /** Keeps the beginning of a very long line, which is the most useful part. It redacts first, so no secret is cut in two. */
    private String shorten(String text) {
        return text.length() <= MAX_LINE ? text : cut(redactor.redact(text));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "…";
    }
}
