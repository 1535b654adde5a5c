package dev.yardmaster.session.end;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.process.ProcessExit;
import java.time.Instant;
import java.util.Optional;

/**
 * How a session ended.
 *
 * @param state one of the final states
 * @param reason a sentence for people that names the watchdog, the signal or the provider's error
 * @param exit how the child ended; empty if it never started, or if the service did not see it end
 * @param result the text of the last turn, if the agent completed it
 * @param cause the provider's failure that ended the session
 * @param goesOn whether another session continues the work immediately
 */
public record SessionEnd(
        SessionState state,
        String reason,
        Optional<ProcessExit> exit,
        Optional<String> result,
        Cause cause,
        boolean goesOn) {
    public SessionEnd {
        // A CLI can print NUL characters, which PostgreSQL does not store.
        reason = reason.replace("\0", "");
        result = result.map(text -> text.replace("\0", ""));
    }

    /** An end without hand-over, of which only the reset time is known. */
    public SessionEnd(
            SessionState state,
            String reason,
            Optional<ProcessExit> exit,
            Optional<String> result,
            Optional<Instant> resetsAt) {
        this(state, reason, exit, result, resetsAt.map(Cause::until).orElse(Cause.NONE), false);
    }

    /** An end without an exit, a result or a cause. */
    public static SessionEnd of(SessionState state, String reason) {
        return new SessionEnd(state, reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** This end, with the work continued in another session. */
    public SessionEnd goingOn() {
        return new SessionEnd(state, reason, exit, result, cause, true);
    }

    /** This end with another sentence after the reason. */
    public SessionEnd adding(String sentence) {
        return new SessionEnd(state, reason + " " + sentence, exit, result, cause, goesOn);
    }

    /** This end with the exit of the child. */
    public SessionEnd after(ProcessExit childExit) {
        return new SessionEnd(state, reason, Optional.of(childExit), result, cause, goesOn);
    }

    /** The limit that the session met. */
    public Optional<FailureCause.Blocked> limit() {
        return cause.failure() instanceof FailureCause.Blocked blocked ? Optional.of(blocked) : Optional.empty();
    }

    /** When the provider accepts work again, as it reported or as is guessed, for {@link SessionState#LIMITED}. */
    public Optional<Instant> resetsAt() {
        return limit().map(FailureCause.Blocked::resetAt);
    }

    /**
     * The provider's failure that ended a session.
     *
     * @param failure the meaning of the failure. {@link FailureCause.Blocked} occurs with {@link SessionState#LIMITED}, and if the service
     *     ended the session after the provider had refused work
     * @param text the provider's own message
     */
    public record Cause(FailureCause failure, Optional<String> text) {
        public static final Cause NONE = new Cause(FailureCause.NONE, Optional.empty());

        static Cause until(Instant reset) {
            return new Cause(FailureCause.until(reset), Optional.empty());
        }
    }
}
