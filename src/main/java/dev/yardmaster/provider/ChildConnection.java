package dev.yardmaster.provider;

import dev.yardmaster.process.ChildProcess;
import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.KillLadder;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.ProcessExit;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The connection to a child process of the session's own, on its standard streams. */
public final class ChildConnection implements Connection {
    private final ChildProcess child;
    private final KillLadder ladder;

    private ChildConnection(ChildProcess child, KillLadder ladder) {
        this.child = child;
        this.ladder = ladder;
    }

    /**
     * Starts the child. The listener may be called before this method returns.
     *
     * @param marker a variable in the child's environment that no other session's processes carry
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} when it can't be started
     */
    public static ChildConnection start(LaunchSpec spec, EnvironmentMarker marker, LineListener lines) {
        ChildProcess child = ChildProcess.start(spec, lines);
        return new ChildConnection(child, KillLadder.over(child, marker));
    }

    @Override
    public void write(String line) {
        child.write(line);
    }

    @Override
    public void closeInput() {
        child.closeInput();
    }

    @Override
    public void stop(Runnable polite, Duration politeGrace, Duration terminateGrace) {
        ladder.stop(polite, politeGrace, terminateGrace);
    }

    @Override
    public CompletionStage<ProcessExit> gone() {
        return ladder.gone();
    }
}
