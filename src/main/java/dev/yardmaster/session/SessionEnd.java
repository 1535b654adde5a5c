package dev.yardmaster.session;

import dev.yardmaster.process.ProcessExit;
import java.time.Instant;
import java.util.Optional;

/**
 * How a session ended.
 *
 * @param state one of the states in which a session stays
 * @param reason a sentence for people, naming the watchdog, the signal or the provider's error
 * @param exit how the child ended; empty when it never started or nobody saw it end
 * @param result the last turn's text, when the agent finished
 * @param resetsAt when the provider takes work again, for {@link SessionState#LIMITED} where it said so
 * @param goesOn whether its work is to go on in another session at once
 */
public record SessionEnd(
        SessionState state,
        String reason,
        Optional<ProcessExit> exit,
        Optional<String> result,
        Optional<Instant> resetsAt,
        boolean goesOn) {
    public SessionEnd {
        // What a CLI says can hold characters that PostgreSQL can't.
        reason = reason.replace("\0", "");
        result = result.map(text -> text.replace("\0", ""));
    }

    /** An end after which nothing goes on by itself. */
    public SessionEnd(
            SessionState state,
            String reason,
            Optional<ProcessExit> exit,
            Optional<String> result,
            Optional<Instant> resetsAt) {
        this(state, reason, exit, result, resetsAt, false);
    }

    static SessionEnd of(SessionState state, String reason) {
        return new SessionEnd(state, reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, when its work is to go on in another session. */
    SessionEnd goingOn() {
        return new SessionEnd(state, reason, exit, result, resetsAt, true);
    }

    /** The same, once the child has exited too. */
    SessionEnd after(ProcessExit itsExit) {
        return new SessionEnd(state, reason, Optional.of(itsExit), result, resetsAt, goesOn);
    }
}
