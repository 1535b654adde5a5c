package dev.yardmaster.process;

import java.time.Duration;

/**
 * How a child's pipes are handled.
 *
 * @param stderr receives each line of the standard error, unredacted; its last lines are kept for {@link ProcessExit} anyway
 * @param maxLineBytes how long a line of the standard output can be before it is cut, in bytes; 1 byte to 1 GiB
 * @param maxQueuedBytes how many bytes can wait for a child that does not read its standard input; at least 1
 * @param pipeGrace how long the pipes of an ended child may stay open in silence, held by a process that it left behind, before
 *     they are given up
 */
public record ChildOptions(LineListener stderr, int maxLineBytes, int maxQueuedBytes, Duration pipeGrace) {
    private static final int MIB = 1 << 20;
    private static final int GIB = 1 << 30;

    public ChildOptions {
        if (maxLineBytes < 1 || maxLineBytes > GIB || maxQueuedBytes < 1 || pipeGrace.isNegative()) {
            throw new IllegalArgumentException("A bound of the child's pipes is out of its range: " + maxLineBytes
                    + " bytes a line, " + maxQueuedBytes + " bytes queued, " + pipeGrace + " of grace");
        }
    }

    /** Nobody listens to the standard error, 16 MiB a line and for the queue, 2 seconds for the pipes. */
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
