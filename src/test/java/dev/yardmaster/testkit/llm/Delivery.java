package dev.yardmaster.testkit.llm;

import java.time.Duration;

/**
 * When an answer's text comes and how it ends. A tool call is always delivered whole, and so is a response that is not
 * streamed, unless the connection is to break.
 *
 * @param delay before the headers
 * @param perSecond chunks a second; infinite for full speed
 * @param ending what follows the last chunk
 * @param limit after how many chunks an ending other than {@link Ending#COMPLETE} comes, if there are so many
 */
record Delivery(Duration delay, double perSecond, Ending ending, int limit) {
    static final Delivery AT_ONCE =
            new Delivery(Duration.ZERO, Double.POSITIVE_INFINITY, Ending.COMPLETE, Integer.MAX_VALUE);

    enum Ending {
        COMPLETE,
        STALL,
        DISCONNECT,
        /** An error event says that there were too many requests with this API key. */
        LIMIT
    }

    Delivery {
        if (!(perSecond > 0) || limit < 0) {
            throw new IllegalArgumentException("A rate must be above 0 and a number of chunks not below it");
        }
    }

    Delivery delay(Duration changed) {
        return new Delivery(changed, perSecond, ending, limit);
    }

    Delivery perSecond(double changed) {
        return new Delivery(delay, changed, ending, limit);
    }

    Delivery end(Ending changed, int after) {
        return new Delivery(delay, perSecond, changed, after);
    }

    boolean paced() {
        return Double.isFinite(perSecond);
    }

    /** How long after the first chunk's turn began the {@code n}-th chunk is due, from 1. */
    Duration due(int n) {
        return Duration.ofNanos((long) (n * 1e9 / perSecond));
    }
}
