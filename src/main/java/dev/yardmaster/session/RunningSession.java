package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.session.log.SessionState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One running session: carries lines from the child to the dialogue, its events to the log and its replies to the child.
 *
 * <p>The dialogue and the progress are used under {@code lock}; lines are appended to the log outside of it, so that a log that waits
 * for the store keeps nobody from stopping the session. Lines come on the child's reader thread, everything else from any thread that may block.
 */
final class RunningSession implements LineListener {
    private static final Logger LOG = Logger.getLogger(RunningSession.class);

    private final SessionLaunch launch;
    private final SessionLog log;
    private final SessionConfig config;
    private final SessionProgressListener milestones;
    private final Dialogue dialogue;
    private final Watchdog watchdog;
    private final SessionTracker progress = new SessionTracker();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    // Why we end it; what the exit says then no longer counts.
    private volatile @Nullable SessionEnd verdict;
    private volatile boolean inputClosed;
    // For the reader thread only.
    private boolean answered;

    RunningSession(SessionLaunch launch, SessionLog log, SessionConfig config, SessionProgressListener milestones) {
        this.milestones = milestones;
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

    SessionTracker progress() {
        return progress;
    }

    /** Starts the child; completes with the session's end. Throws {@code launch_failed}. */
    CompletionStage<SessionEnd> start() {
        Connection opened;
        // The first line waits at this lock until the dialogue has begun.
        lock.lock();
        try {
            opened = launch.provider().connect(launch.request(), this);
            connection = opened;
            begin();
        } finally {
            lock.unlock();
        }
        // When it is gone with all it has left behind, so that its work can go on elsewhere.
        return opened.gone().thenApply(this::exited);
    }

    private void begin() {
        try {
            take(dialogue::start);
            if (launch.request().mode() == LaunchMode.ONE_SHOT) {
                closeInput();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s state=not_begun", launch.session());
            stop(SessionState.FAILED, "The agent's CLI could not be told what to do; the service's log says more.");
        }
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
            if (goesOn(step.events())) {
                watchdog.event();
            }
            tell(step);
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
        stop(SessionEnd.of(state, reason));
    }

    /** The same with an end that is more than its state and reason. */
    void stop(SessionEnd end) {
        lock.lock();
        try {
            if (verdict != null) {
                return;
            }
            verdict = end;
        } finally {
            lock.unlock();
        }
        kill();
    }

    /** Looks whether the session has taken too long; to be called about every second. */
    void tick(long now) {
        boolean turnIsOpen;
        boolean heard;
        Optional<String> retrying;
        lock.lock();
        try {
            turnIsOpen = progress.turnIsOpen();
            heard = progress.heard();
            retrying = progress.retrying();
        } finally {
            lock.unlock();
        }
        switch (watchdog.look(now, heard, turnIsOpen, inputClosed && !turnIsOpen)) {
            case Watchdog.Finding.Well() -> {}
            case Watchdog.Finding.Expired(String reason) ->
                stop(
                        SessionState.FAILED,
                        retrying.map(why -> reason + " It was trying again, because: " + why)
                                .orElse(reason));
            case Watchdog.Finding.DoesNotExit() -> kill();
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

    /** Whether something happens beyond trying the same again, which a CLI can do for ever. */
    private static boolean goesOn(List<AgentEvent> events) {
        for (AgentEvent event : events) {
            if (!(event instanceof AgentEvent.Retry)) {
                return true;
            }
        }
        return false;
    }

    private void tell(Step step) {
        for (AgentEvent event : step.events()) {
            if (event instanceof AgentEvent.SessionStarted started) {
                milestones.identified(started);
            } else if (event instanceof AgentEvent.Usage usage) {
                milestones.used(usage, used());
            } else if (!answered && isAnswer(event)) {
                answered = true;
                milestones.answered();
            }
        }
    }

    private static boolean isAnswer(AgentEvent event) {
        return event instanceof AgentEvent.MessageDelta
                || event instanceof AgentEvent.Message
                || event instanceof AgentEvent.Reasoning
                || event instanceof AgentEvent.ToolCall;
    }

    private AgentEvent.Usage used() {
        lock.lock();
        try {
            return progress.usage();
        } finally {
            lock.unlock();
        }
    }

    private void reply(Step step) {
        Connection running = connection;
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
            Optional.ofNullable(connection).ifPresent(Connection::closeInput);
        }
    }

    private void kill() {
        Connection running = connection;
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
            return ours == null ? progress.end(exit) : ours.after(exit);
        } finally {
            lock.unlock();
        }
    }
}
