package dev.yardmaster.inbox;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.session.end.SessionEnd;

/** What the end of a session means for the messages that it had, and that are not acknowledged. */
enum Attempt {
    /** The session has completed, so it has read them. */
    DELIVERED,
    /** The session could not finish its work, for a reason that has nothing to do with them. The next session gets them at once. */
    RELEASED,
    /** As {@link #RELEASED}, but no session is started for them for a while: the CLI could not be started, or the provider refused to work. */
    DELAYED,
    /** The messages may be the reason. After some such ends they are undeliverable. */
    COUNTED,
    /** A person stopped the session. As {@link #COUNTED} for those that were not delivered. The others stay delivered. */
    STOPPED;

    /** The meaning of an end. */
    static Attempt of(SessionEnd end) {
        return switch (end.state()) {
            case COMPLETED -> DELIVERED;
            case STARTING, RUNNING, LOST, LIMITED -> RELEASED;
            case STOPPED -> end.goesOn() ? RELEASED : Attempt.STOPPED;
            case FAILED ->
                switch (end.cause().failure()) {
                    case FailureCause.Blocked _ -> RELEASED;
                    case FailureCause.Transient _, FailureCause.Auth _, FailureCause.Capacity _ -> DELAYED;
                    case FailureCause.Context _ -> COUNTED;
                    // Without an exit the CLI never ran, so no model has seen the messages.
                    case FailureCause.None _ -> end.exit().isPresent() ? COUNTED : DELAYED;
                };
        };
    }
}
