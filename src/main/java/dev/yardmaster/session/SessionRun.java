package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildProcess;
import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.KillLadder;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One running session: carries lines from the child to the dialogue, its events to the log and its replies to the child.
 *
 * <p>The dialogue and the progress are used under {@code lock}; the log is appended to outside of it, so that a log that waits for the
 * store keeps nobody from stopping the session. Lines come on the child's reader thread, everything else from any thread that may block.
 */
final class SessionRun implements LineListener {
    /** The environment variable by which a session's processes are known. */
    static final String SESSION = "YARDMASTER_SESSION";

    private final SessionLaunch launch;
    private final SessionLog log;
    private final SessionConfig config;
    private final Consumer<AgentEvent.SessionStarted> onIdentified;
    private final Dialogue dialogue;
    private final Watchdog watchdog;
    private final Progress progress = new Progress();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ChildProcess child;
    private @Nullable KillLadder ladder;
    // Why we end it; what the exit says then no longer counts.
    private volatile @Nullable SessionEnd verdict;
    private volatile boolean inputClosed;

    /**
     * @param onIdentified told when the provider names its conversation; must not block
     */
    SessionRun(
            SessionLaunch launch,
            SessionLog log,
            SessionConfig config,
            Consumer<AgentEvent.SessionStarted> onIdentified) {
        this.onIdentified = onIdentified;
        this.launch = launch;
        this.log = log;
        this.config = config;
        this.dialogue = launch.provider().dialogue(launch.request());
        this.watchdog = new Watchdog(config, System.nanoTime());
    }

    SessionLaunch launch() {
        return launch;
    }

    SessionLog log() {
        return log;
    }

    Progress progress() {
        return progress;
    }

    /** Starts the child; completes with the session's end. Throws {@code launch_failed}. */
    CompletionStage<SessionEnd> start() {
        KillLadder guard = startChild();
        take(dialogue::start);
        if (launch.request().mode() == LaunchMode.ONE_SHOT) {
            closeInput();
        }
        // When it is gone with all it has left behind, so that its work can go on elsewhere.
        return guard.gone().thenApply(this::exited);
    }

    @Override
    public void onLine(Line line) {
        Step step;
        boolean done;
        lock.lock();
        try {
            step = dialogue.onLine(line);
            progress.observe(step.events());
            done = progress.isDone() && launch.task().isPresent();
        } finally {
            lock.unlock();
        }
        log.append(line, step.events());
        if (!step.events().isEmpty()) {
            watchdog.event();
            tellIdentity(step);
        }
        reply(step);
        if (done) {
            closeInput();
        }
    }

    @Override
    public void onBatch() {
        log.publish();
    }

    /** Gives the agent a message. Fails with {@code conflict} when it can take none any more. */
    void message(String text) {
        requireInput("A message can't be given to it");
        take(() -> dialogue.onUserMessage(text));
    }

    /** Stops the running turn, if the session can take that. Fails with {@code conflict} when it can't. */
    void interrupt() {
        requireInput("It can't be interrupted");
        take(dialogue::onInterrupt);
    }

    /** Ends the session for a reason of ours; the first reason counts. Returns at once. */
    void stop(SessionState state, String reason) {
        lock.lock();
        try {
            if (verdict != null) {
                return;
            }
            verdict = SessionEnd.of(state, reason);
        } finally {
            lock.unlock();
        }
        kill();
    }

    /** Looks whether the session has taken too long; to be called about every second. */
    void tick(long now) {
        boolean turnIsOpen;
        boolean heard;
        lock.lock();
        try {
            turnIsOpen = progress.turnIsOpen();
            heard = progress.heard();
        } finally {
            lock.unlock();
        }
        switch (watchdog.look(now, heard, turnIsOpen, inputClosed && !turnIsOpen)) {
            case Watchdog.Finding.Well() -> {}
            case Watchdog.Finding.Expired(String reason) -> stop(SessionState.FAILED, reason);
            case Watchdog.Finding.DoesNotExit() -> endOverdue();
        }
    }

    private KillLadder startChild() {
        var marker = new EnvironmentMarker(SESSION, launch.session().toString());
        // The first line waits at this lock until there is a child to answer.
        lock.lock();
        try {
            ChildProcess started = ChildProcess.start(launch.provider().launch(launch.request()), this);
            KillLadder guard = KillLadder.over(started, marker);
            child = started;
            ladder = guard;
            return guard;
        } finally {
            lock.unlock();
        }
    }

    private void take(Supplier<Step> input) {
        Step step;
        lock.lock();
        try {
            step = input.get();
            progress.observe(step.events());
        } finally {
            lock.unlock();
        }
        watchdog.event();
        log.append(step.events());
        reply(step);
    }

    private void tellIdentity(Step step) {
        for (AgentEvent event : step.events()) {
            if (event instanceof AgentEvent.SessionStarted started) {
                onIdentified.accept(started);
            }
        }
    }

    private void reply(Step step) {
        ChildProcess running = child;
        if (running != null) {
            step.replies().forEach(running::write);
        }
    }

    private void requireInput(String what) {
        boolean open = !inputClosed && verdict == null;
        if (!open || launch.request().mode() != LaunchMode.BIDIRECTIONAL) {
            String why = open ? "it is a one-shot session." : "the session is ending.";
            throw new YardmasterException(ErrorCode.CONFLICT, what + ": " + why + " Start another session instead.");
        }
    }

    private void closeInput() {
        if (!inputClosed) {
            watchdog.inputClosed();
            inputClosed = true;
            Optional.ofNullable(child).ifPresent(ChildProcess::closeInput);
        }
    }

    private void endOverdue() {
        lock.lock();
        try {
            progress.disregardExit();
        } finally {
            lock.unlock();
        }
        kill();
    }

    private void kill() {
        KillLadder running = ladder;
        if (running != null) {
            running.stop(this::windDown, config.exitGrace(), config.terminateGrace());
        }
    }

    private void windDown() {
        if (!inputClosed && launch.request().mode() == LaunchMode.BIDIRECTIONAL) {
            take(dialogue::onInterrupt);
        }
        closeInput();
    }

    private SessionEnd exited(ProcessExit exit) {
        take(() -> dialogue.onExit(exit));
        lock.lock();
        try {
            SessionEnd ours = verdict;
            return ours == null
                    ? progress.end(exit)
                    : new SessionEnd(
                            ours.state(), ours.reason(), Optional.of(exit), Optional.empty(), Optional.empty());
        } finally {
            lock.unlock();
        }
    }
}
