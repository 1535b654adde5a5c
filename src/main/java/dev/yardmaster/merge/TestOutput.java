package dev.yardmaster.merge;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;

/**
 * The output of a test, in a bounded amount of memory: its beginning and its end. Thread-safe, because the lines of both outputs arrive on
 * threads of their own.
 */
final class TestOutput implements LineListener {
    private static final int LONGEST_LINE = 4_000;

    private final int headLength;
    private final int tailLength;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private long leftOut;

    /**
     * @param headLength how many characters of the beginning it keeps
     * @param tailLength how many characters of the end it keeps, at least
     */
    TestOutput(int headLength, int tailLength) {
        this.headLength = headLength;
        this.tailLength = tailLength;
    }

    @Override
    public synchronized void onLine(Line line) {
        String text = text(line) + "\n";
        if (tail.isEmpty() && leftOut == 0 && head.length() + text.length() <= headLength) {
            head.append(text);
            return;
        }
        tail.append(text);
        if (tail.length() > 2 * tailLength) {
            int cut = tail.length() - tailLength;
            leftOut += cut;
            tail.delete(0, cut);
        }
    }

    /** PostgreSQL can't store a NUL, and terminals need no colours here. */
    private static String text(Line line) {
        String text = line.text();
        String start = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
        return start.replaceAll("\\e\\[[0-9;?]*[ -/]*[@-~]", "").replace("\0", "");
    }

    synchronized String text() {
        return leftOut == 0
                ? head + tail.toString()
                : head + "[… " + leftOut + " characters are left out …]\n" + tail.substring(tail.indexOf("\n") + 1);
    }
}
