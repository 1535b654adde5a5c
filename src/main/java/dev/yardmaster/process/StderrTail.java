package dev.yardmaster.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the last lines of a child's standard error. Whole lines are kept and redacted together when they are asked for, so that no
 * secret is cut in two before it is recognised. Thread-safe: the pump adds, whoever sees the exit asks.
 */
final class StderrTail {
    private static final int MAX_BYTES = 4 * 1024;
    /** In characters, of which one takes at most 3 bytes: a line alone always fits. */
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

    /** The last lines, redacted, at most 4 KiB in UTF-8, without the last line end. */
    synchronized String text() {
        String text = redactor.redact(String.join("\n", lines));
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            text = text.substring(text.indexOf('\n') + 1);
        }
        return text;
    }

    /** The beginning of a giant line says most; a secret in it was still whole when it was redacted. */
    private String shorten(String text) {
        return text.length() <= MAX_LINE ? text : cut(redactor.redact(text));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "…";
    }
}
