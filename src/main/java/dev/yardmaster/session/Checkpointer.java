package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.worktree.Worktrees;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Keeps what a session of a task has written, at the end of the session. Its methods block, and never throw. */
@Singleton
class Checkpointer {
    private final Worktrees worktrees;

    Checkpointer(Worktrees worktrees) {
        this.worktrees = worktrees;
    }

    /** Makes a checkpoint; returns a sentence if it is missing or incomplete. */
    Optional<String> checkpoint(SessionLaunch launch, SessionEnd end) {
        return launch.task().flatMap(task -> worktrees.checkpoint(task.id(), launch.session(), reason(end)));
    }

    /** The same for a session whose service was killed. */
    Optional<String> checkpoint(Session session, SessionEnd end) {
        return session.task().flatMap(task -> worktrees.checkpoint(task, session.id(), reason(end)));
    }

    private static String reason(SessionEnd end) {
        return "The session is " + end.state().value() + ": " + end.reason();
    }
}
