package dev.yardmaster.session;

import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.session.run.SessionLaunch;

/** Decides what the agents of sessions may do, by rules or by asking people. */
public interface SessionApprovals {
    /** Whether rules restrict what a session may do, so that its CLI must ask before each use of a tool. Blocks. */
    boolean restrict(SessionLaunch launch);

    /**
     * Takes a signal of a running session. A request is decided later, by {@link dev.yardmaster.session.run.RunningSession#decide}. Does not
     * block.
     */
    void signal(SessionLaunch launch, ApprovalSignal signal);
}
