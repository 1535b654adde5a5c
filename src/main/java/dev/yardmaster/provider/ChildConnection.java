package dev.yardmaster.provider;

import dev.yardmaster.process.ChildProcess;
import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.KillLadder;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.ProcessExit;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The connection to a child process that serves one session, by its standard streams. */
public final class ChildConnection implements Connection {
    private final ChildProcess child;
    private final KillLadder ladder;

    private ChildConnection(ChildProcess child, KillLadder ladder) {
        this.child = child;
        this.ladder = ladder;
    }

    /**
     * Starts the child process. The listener may be called before this method returns.
     *
     * @param marker a variable of the child's environment that no process of another session has
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} if the child can't be started
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
