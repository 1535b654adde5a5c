package dev.yardmaster.process;

import java.time.Duration;

/**
 * Limits and listeners for the pipes of a child process.
 *
 * @param stderr receives each line of the standard error, with secrets. {@link ProcessExit} holds the last lines in any case
 * @param maxLineBytes a longer line of the standard output is cut; 1 byte to 1 GiB
 * @param maxQueuedBytes the maximum size of the lines that wait because the child does not read its standard input; at least 1 byte
 * @param pipeGrace a process that outlives the child may keep the child's pipes open. A pipe without output for this time is no longer read
 */
public record ChildOptions(LineListener stderr, int maxLineBytes, int maxQueuedBytes, Duration pipeGrace) {
    private static final int MIB = 1 << 20;
    private static final int GIB = 1 << 30;

    public ChildOptions {
        if (maxLineBytes < 1 || maxLineBytes > GIB || maxQueuedBytes < 1 || pipeGrace.isNegative()) {
            throw new IllegalArgumentException("A limit for a child's pipes is out of range: maxLineBytes "
                    + maxLineBytes + ", maxQueuedBytes " + maxQueuedBytes + ", pipeGrace " + pipeGrace);
        }
    }

    /** No listener for the standard error, 16 MiB for a line and for the queue, and a grace of 2 seconds. */
    public static ChildOptions defaults() {
        return new ChildOptions(_ -> {}, 16 * MIB, 16 * MIB, Duration.ofSeconds(2));
    }

    public ChildOptions withStderr(LineListener listener) {
        return new ChildOptions(listener, maxLineBytes, maxQueuedBytes, pipeGrace);
    }

    public ChildOptions withMaxLineBytes(int bytes) {
        return new ChildOptions(stderr, bytes, maxQueuedBytes, pipeGrace);
    }

    public ChildOptions withMaxQueuedBytes(int bytes) {
        return new ChildOptions(stderr, maxLineBytes, bytes, pipeGrace);
    }

    public ChildOptions withPipeGrace(Duration grace) {
        return new ChildOptions(stderr, maxLineBytes, maxQueuedBytes, grace);
    }
}
