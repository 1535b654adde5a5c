package dev.yardmaster.follow;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;

/** Ends of sessions for tests. */
final class Ends {
    static final SessionEnd COMPLETED = SessionEnd.of(SessionState.COMPLETED, "The agent finished.");

    private Ends() {}
}
