package dev.yardmaster.session.run;

import dev.yardmaster.json.JsonSlice;
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
import dev.yardmaster.session.run.SessionPhase.Ended;
import dev.yardmaster.session.run.SessionPhase.NotStarted;
import dev.yardmaster.session.run.SessionPhase.Started;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A session of this service, from its registration to its end. It carries lines from the CLI to the dialogue, the dialogue's events to the
 * log, and its replies to the CLI. {@link SessionPhase} shows the phases and their transitions.
 *
 * <p>Threads: {@code lock} guards the phase, the dialogue and the tracker. Lines are appended to the log outside of the lock, so that a
 * session whose log waits for the database can still be stopped. Lines arrive on the thread that reads the CLI's output. All other methods
 * can be called from any thread that may block.
 */
public final class RunningSession implements LineListener {
    private static final Logger LOG = Logger.getLogger(RunningSession.class);

    private final SessionLaunch launch;
    private final SessionLog log;
    private final SessionConfig config;
    private final SessionProgressListener listener;
    private final ProgressNotifier notifier;
    private final SessionTracker tracker;
    private final Watchdog watchdog;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private SessionPhase phase = new NotStarted();

    public RunningSession(
            SessionLaunch launch,
            SessionLog log,
            SessionConfig config,
            SessionProgressListener listener,
            SessionClock clock) {
        this.launch = launch;
        this.log = log;
        this.config = config;
        this.listener = listener;
        this.notifier = new ProgressNotifier(listener);
        this.tracker = new SessionTracker(clock.instants());
        this.watchdog = new Watchdog(config, clock.nanoTime());
    }

    public SessionLaunch launch() {
        return launch;
    }

    public SessionLog log() {
        return log;
    }

    /** The usage of the session so far. */
    public AgentEvent.Usage usage() {
        return locked(tracker::usage);
    }

    /** Whether the CLI runs. */
    public boolean isStarted() {
        return locked(() -> phase instanceof Started);
    }

    /** Completes when the end of the session is stored and the session is no longer registered. */
    public CompletionStage<Void> finished() {
        return finished;
    }

    public void markFinished() {
        finished.complete(null);
    }

    /**
     * Starts the CLI, unless the session was stopped before. Throws {@code launch_failed}.
     *
     * @param prepared the launch with everything that the CLI needs
     * @return completes with the end of the session, after everything that the CLI started has exited too, so that the work can continue
     *     elsewhere
     */
    public CompletionStage<SessionEnd> start(SessionLaunch prepared) {
        CliChannel channel;
        lock.lock();
        try {
            switch (phase) {
                case NotStarted notStarted -> channel = open(notStarted, prepared);
                case Started _ -> throw new IllegalStateException("Already started: session " + launch.session());
                case Ended(SessionEnd end) -> {
                    return CompletableFuture.completedStage(end);
                }
            }
        } finally {
            lock.unlock();
        }
        listener.started();
        return channel.connection().gone().thenApply(exit -> exited(channel, exit));
    }

    /** The first line of the CLI waits for the lock until the dialogue has begun. */
    private CliChannel open(NotStarted notStarted, SessionLaunch prepared) {
        Dialogue dialogue = prepared.provider().dialogue(prepared.request());
        watchdog.start();
        Connection connection = prepared.provider().connect(prepared.request(), this);
        var channel = new CliChannel(connection, dialogue, prepared.request().mode());
        phase = notStarted.start(channel);
        begin(channel);
        return channel;
    }

    private void begin(CliChannel channel) {
        try {
            send(channel, Dialogue::start);
            if (channel.mode() == LaunchMode.ONE_SHOT) {
                closeInput();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s state=prompt_not_sent", launch.session());
            stop(
                    SessionState.FAILED,
                    "The prompt could not be sent to the agent's CLI. See the service log for session "
                            + launch.session() + ".");
        }
    }

    @Override
    public void onLine(Line line) {
        LineStep read = locked(() -> read(line));
        log.append(line, read.step().events());
        if (!read.step().isUnrelated()) {
            watchdog.observe(read.step().events());
        }
        carryOut(read);
    }

    @Override
    public void onBatch() {
        log.publish();
    }

    @Override
    public void onEnd() {
        watchdog.outputClosed();
    }

    private LineStep read(Line line) {
        return phase instanceof Started started
                ? take(started, understand(started.channel().dialogue(), line))
                : LineStep.NONE;
    }

    private LineStep take(Started started, Step taken) {
        Step step = observe(taken);
        boolean closesInput = started.inputOpen() && launch.task().isPresent() && tracker.isDone();
        if (closesInput) {
            // Changes the phase at once: the CLI would not answer a message that arrives before its input is closed.
            phase = started.closeInput();
        }
        return new LineStep(Optional.of(started.channel()), step, closesInput);
    }

    /** A line on which the dialogue fails is kept as it is. The session ends, because the dialogue may have missed what the line means. */
    private Step understand(Dialogue dialogue, Line line) {
        try {
            return dialogue.onLine(line);
        } catch (RuntimeException | StackOverflowError e) {
            // Not here: the phase may change only after the line has been read.
            Thread.startVirtualThread(() -> failOnLine(e));
            return Step.of(new AgentEvent.ProviderRaw(JsonSlice.ofString(line.text())));
        }
    }

    private void failOnLine(Throwable failure) {
        SessionEnd end = SessionEnd.of(
                SessionState.FAILED,
                "Yardmaster failed to process a line of the agent's CLI. The session's events contain it as provider.raw. See the"
                        + " service log for session " + launch.session() + ".");
        if (stop(end)) {
            LOG.errorf(failure, "session=%s state=line_not_processed", launch.session());
        }
    }

    private void carryOut(LineStep taken) {
        notifier.notify(taken.step().events(), this::usage);
        taken.channel().ifPresent(channel -> {
            channel.reply(taken.step());
            if (taken.closesInput()) {
                closeInput(channel);
            }
        });
    }

    /** Gives the agent a message. Throws {@code conflict} if the session takes no messages now. */
    public void message(String text) {
        command("take a message", dialogue -> dialogue.onUserMessage(text));
    }

    /** Interrupts the current turn. Throws {@code conflict} if the session cannot be interrupted now. */
    public void interrupt() {
        command("be interrupted", Dialogue::onInterrupt);
    }

    private void command(String command, Function<Dialogue, Step> input) {
        CliChannel channel;
        Step step;
        lock.lock();
        try {
            channel = phase.requireOpen(command);
            step = observe(input.apply(channel.dialogue()));
        } finally {
            lock.unlock();
        }
        carryOut(channel, step);
    }

    /** Ends the session because a user asked for it. */
    public void stopByHand() {
        stop(SessionState.STOPPED, "Stopped by hand.");
    }

    /** Ends the session for a reason of the service's own. Only the first reason counts. Returns at once. */
    public void stop(SessionState state, String reason) {
        stop(SessionEnd.of(state, reason));
    }

    /**
     * Ends the session with this end, to which the exit of the CLI is added. Returns at once.
     *
     * @return whether this end counts; false if the session was ending before, or has finished its work
     */
    public boolean stop(SessionEnd end) {
        SessionPhase before;
        SessionPhase stopped;
        lock.lock();
        try {
            before = phase;
            // A session that has finished its work only waits for its CLI to exit. A stop must not change its result.
            boolean finished = phase instanceof Started started && !started.inputOpen() && tracker.isDone();
            stopped = finished ? before : before.stop(tracker.withRefusal(end));
            phase = stopped;
        } finally {
            lock.unlock();
        }
        stopCli(stopped);
        return stopped != before;
    }

    /**
     * Ends the session without an exit of its CLI. A CLI that runs is stopped.
     *
     * @return the end that counts: this one, or an earlier one
     */
    public SessionEnd abandon(SessionEnd end) {
        SessionPhase before;
        Ended ended;
        lock.lock();
        try {
            before = phase;
            ended = phase.abandon(end);
            phase = ended;
        } finally {
            lock.unlock();
        }
        stopCli(before);
        return ended.end();
    }

    /** Checks whether the session takes too long. To be called about once a second. */
    public void tick() {
        LineStep noticed = locked(this::noticeSilence);
        if (!noticed.step().events().isEmpty()) {
            log.append(noticed.step().events());
        }
        carryOut(noticed);
        switch (locked(this::checkTimes)) {
            case Watchdog.Finding.Healthy() -> {}
            case Watchdog.Finding.Expired(String verdict) -> stop(locked(() -> tracker.timedOut(verdict)));
            case Watchdog.Finding.DoesNotExit() -> stopCli(locked(() -> phase));
        }
    }

    private LineStep noticeSilence() {
        return phase instanceof Started started
                ? take(started, started.channel().dialogue().onSilence(watchdog.silence()))
                : LineStep.NONE;
    }

    private Watchdog.Finding checkTimes() {
        return phase instanceof Started started
                ? watchdog.check(tracker.waitsFor(launch.task().isPresent() || !started.inputOpen()))
                : new Watchdog.Finding.Healthy();
    }

    private void send(CliChannel channel, Function<Dialogue, Step> input) {
        carryOut(channel, locked(() -> observe(input.apply(channel.dialogue()))));
    }

    private Step observe(Step step) {
        List<AgentEvent> observed = tracker.observe(step.events());
        return observed == step.events() ? step : new Step(observed, step.replies());
    }

    private void carryOut(CliChannel channel, Step step) {
        watchdog.progress();
        log.append(step.events());
        channel.reply(step);
    }

    private void closeInput() {
        Optional<CliChannel> open = locked(() -> {
            if (!(phase instanceof Started started) || !started.inputOpen()) {
                return Optional.empty();
            }
            phase = started.closeInput();
            return Optional.of(started.channel());
        });
        open.ifPresent(this::closeInput);
    }

    private void closeInput(CliChannel channel) {
        watchdog.inputClosed();
        channel.connection().closeInput();
    }

    private void stopCli(SessionPhase stopped) {
        if (stopped instanceof Started started) {
            CliChannel channel = started.channel();
            channel.connection().stop(() -> askToExit(channel), config.exitGrace(), config.terminateGrace());
        }
    }

    private void askToExit(CliChannel channel) {
        boolean inputOpen = locked(() -> phase instanceof Started started && started.inputOpen());
        if (channel.mode() == LaunchMode.BIDIRECTIONAL && inputOpen) {
            send(channel, Dialogue::onInterrupt);
        }
        closeInput();
    }

    private SessionEnd exited(CliChannel channel, ProcessExit exit) {
        Step step;
        Ended ended;
        lock.lock();
        try {
            step = observe(channel.dialogue().onExit(exit));
            ended = phase.exited(exit, tracker.end(exit));
            phase = ended;
        } finally {
            lock.unlock();
        }
        carryOut(channel, step);
        return ended.end();
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
