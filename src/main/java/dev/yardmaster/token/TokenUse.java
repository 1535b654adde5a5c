package dev.yardmaster.token;

import java.time.Instant;
import java.util.Optional;

/** When a token was used last. Requests note it in memory only; a writer collects it later. For any thread. */
final class TokenUse {
    private volatile Optional<Instant> last = Optional.empty();
    private volatile boolean seen;

    /** Notes a use, at most once a second, because the exact time does not matter. */
    void note(Instant now) {
        Optional<Instant> before = last;
        if (before.isEmpty() || now.getEpochSecond() != before.get().getEpochSecond()) {
            last = Optional.of(now);
        }
    }

    /** Whether this is the first call. */
    boolean first() {
        boolean first = !seen;
        seen = true;
        return first;
    }

    /** The last use since the last call; empty if there was none. */
    Optional<Instant> take() {
        Optional<Instant> taken = last;
        last = Optional.empty();
        return taken;
    }

    /** Returns a use that could not be written, unless there was a later one. */
    void putBack(Instant at) {
        if (last.isEmpty()) {
            last = Optional.of(at);
        }
    }
}
