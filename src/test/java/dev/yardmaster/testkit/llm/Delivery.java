package dev.yardmaster.testkit.llm;

import java.time.Duration;

/**
 * When an answer's text is sent and how the response ends. A tool call is always sent as a whole. So is a response that is not streamed, unless
 * the connection breaks.
 *
 * @param delay the time before the headers
 * @param perSecond the number of chunks a second; infinite for full speed
 * @param ending what follows the last chunk
 * @param limit the number of chunks before an ending other than {@link Ending#COMPLETE}
 */
record Delivery(Duration delay, double perSecond, Ending ending, int limit) {
    static final Delivery AT_ONCE =
            new Delivery(Duration.ZERO, Double.POSITIVE_INFINITY, Ending.COMPLETE, Integer.MAX_VALUE);

    enum Ending {
        COMPLETE,
        STALL,
        DISCONNECT,
        /** An error event about too many requests with this API key. */
        LIMIT
    }

    Delivery {
        if (!(perSecond > 0) || limit < 0) {
            throw new IllegalArgumentException(
                    "The rate must be above 0, and the number of chunks must not be negative");
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

    /** Returns the time between the start of the stream and the {@code n}-th chunk, from 1. */
    Duration due(int n) {
        return Duration.ofNanos((long) (n * 1e9 / perSecond));
    }
}
