package dev.yardmaster.session.log;

import dev.yardmaster.limit.FailureCause;
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
 * @param cause what the provider said that ended it
 * @param goesOn whether its work is to go on in another session at once
 */
public record SessionEnd(
        SessionState state,
        String reason,
        Optional<ProcessExit> exit,
        Optional<String> result,
        Cause cause,
        boolean goesOn) {
    public SessionEnd {
        // What a CLI says can hold characters that PostgreSQL can't.
        reason = reason.replace("\0", "");
        result = result.map(text -> text.replace("\0", ""));
    }

    /** An end after which nothing goes on by itself, and of which no more is known than when the provider takes work again. */
    public SessionEnd(
            SessionState state,
            String reason,
            Optional<ProcessExit> exit,
            Optional<String> result,
            Optional<Instant> resetsAt) {
        this(state, reason, exit, result, resetsAt.map(Cause::until).orElse(Cause.NONE), false);
    }

    public static SessionEnd of(SessionState state, String reason) {
        return new SessionEnd(state, reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, when its work is to go on in another session. */
    public SessionEnd goingOn() {
        return new SessionEnd(state, reason, exit, result, cause, true);
    }

    /** The same, once the child has exited too. */
    public SessionEnd after(ProcessExit itsExit) {
        return new SessionEnd(state, reason, Optional.of(itsExit), result, cause, goesOn);
    }

    /** What keeps the provider from taking work, for {@link SessionState#LIMITED}. */
    public Optional<FailureCause.Blocked> limit() {
        return cause.signal() instanceof FailureCause.Blocked blocked ? Optional.of(blocked) : Optional.empty();
    }

    /** When the provider takes work again, as it said or as is guessed, for {@link SessionState#LIMITED}. */
    public Optional<Instant> resetsAt() {
        return limit().map(FailureCause.Blocked::resetAt);
    }

    /**
     * What a provider said before a session ended.
     *
     * @param signal what that means; one that is {@link FailureCause.Blocked} goes with {@link SessionState#LIMITED} only
     * @param words its own
     */
    public record Cause(FailureCause signal, Optional<String> words) {
        public static final Cause NONE = new Cause(FailureCause.NONE, Optional.empty());

        static Cause until(Instant reset) {
            return new Cause(FailureCause.until(reset), Optional.empty());
        }
    }
}
