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
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.session.run.SessionPhase.Ended;
import dev.yardmaster.session.run.SessionPhase.NotStarted;
import dev.yardmaster.session.run.SessionPhase.Started;
import dev.yardmaster.session.run.SessionStateMachine.Exit;
import dev.yardmaster.session.run.SessionStateMachine.Transition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A session of this service, from its registration to its end. It carries lines from the CLI to the dialogue, the dialogue's events to the
 * log, and its replies to the CLI. {@link SessionStateMachine} decides what happens; {@link SessionPhase} shows the phases.
 *
 * <p>Threads: events are appended to the log outside of the lock of the state, so that a session whose log waits for the database can still
 * be stopped. Lines arrive on the thread that reads the CLI's output. All other methods can be called from any thread that may block.
 */
public final class RunningSession implements LineListener {
    private static final Logger LOG = Logger.getLogger(RunningSession.class);

    private final SessionLaunch launch;
    private final SessionLog log;
    private final SessionConfig config;
    private final SessionProgressListener listener;
    private final ProgressNotifier notifier;
    private final SessionStateMachine state;
    private final Watchdog watchdog;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

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
        this.state = new SessionStateMachine(!launch.staysOpen(), clock.instants());
        this.watchdog = new Watchdog(
                config,
                launch.task().flatMap(SessionTask::timeout).orElseGet(config::wallClockTimeout),
                clock.nanoTime());
    }

    public SessionLaunch launch() {
        return launch;
    }

    public SessionLog log() {
        return log;
    }

    /** The usage of the session so far. */
    public AgentEvent.Usage usage() {
        return state.usage();
    }

    /** Whether the CLI runs. */
    public boolean isStarted() {
        return state.isStarted();
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
        return switch (state.start(() -> open(prepared), this::begin)) {
            case Started started -> {
                CliChannel channel = started.channel();
                listener.started();
                yield channel.connection().gone().thenApply(exit -> exited(channel, exit));
            }
            case Ended(SessionEnd end) -> CompletableFuture.completedStage(end);
            case NotStarted _ -> throw new IllegalStateException("Not started: session " + launch.session());
        };
    }

    private CliChannel open(SessionLaunch prepared) {
        Dialogue dialogue = prepared.provider().dialogue(prepared.request());
        watchdog.start();
        Connection connection = prepared.provider().connect(prepared.request(), this);
        return new CliChannel(connection, dialogue, prepared.request().mode());
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
        LineStep taken = state.take(dialogue -> understand(dialogue, line));
        log.append(line, taken.step().events());
        if (!taken.step().isUnrelated()) {
            watchdog.observe(taken.step().events());
        }
        carryOut(taken);
    }

    @Override
    public void onBatch() {
        log.publish();
    }

    @Override
    public void onEnd() {
        watchdog.outputClosed();
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
        taken.step().approvals().forEach(listener::approval);
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
        noteIdle();
    }

    /**
     * Tells the CLI whether the agent may use a tool.
     *
     * @param request the id of the request
     * @return whether the CLI still waited for this decision
     */
    public boolean decide(String request, ToolDecision decision) {
        LineStep taken = state.decide(request, decision);
        taken.channel().ifPresent(channel -> carryOut(channel, taken.step()));
        return taken.channel().isPresent();
    }

    /** Adds an event of the service to the log. */
    public void report(AgentEvent event) {
        log.append(List.of(event));
    }

    /** Interrupts the current turn. Throws {@code conflict} if the session cannot be interrupted now. */
    public void interrupt() {
        command("be interrupted", Dialogue::onInterrupt);
    }

    private void command(String command, Function<Dialogue, Step> input) {
        LineStep taken = state.command(command, input);
        taken.channel().ifPresent(channel -> carryOut(channel, taken.step()));
    }

    /** Ends the session because a user asked for it. */
    public void stopByHand() {
        stop(SessionState.STOPPED, "Stopped by hand.");
    }

    /** Ends the session for a reason of the service's own. Only the first reason counts. Returns at once. */
    public void stop(SessionState reached, String reason) {
        stop(SessionEnd.of(reached, reason));
    }

    /**
     * Ends the session with this end, to which the exit of the CLI is added. Returns at once.
     *
     * @return whether this end counts; false if the session was ending before, or has finished its work
     */
    public boolean stop(SessionEnd end) {
        Transition stopped = state.stop(end);
        stopCli(stopped.after());
        return stopped.isChange();
    }

    /**
     * Ends the session without an exit of its CLI. A CLI that runs is stopped.
     *
     * @return the end that counts: this one, or an earlier one
     */
    public SessionEnd abandon(SessionEnd end) {
        SessionStateMachine.Abandonment abandoned = state.abandon(end);
        stopCli(abandoned.before());
        return abandoned.end();
    }

    /** Checks whether the session takes too long. To be called about once a second. */
    public void tick() {
        LineStep noticed = state.take(dialogue -> dialogue.onSilence(watchdog.silence()));
        if (!noticed.step().events().isEmpty()) {
            log.append(noticed.step().events());
        }
        carryOut(noticed);
        noteIdle();
        switch (state.check(watchdog)) {
            case Watchdog.Finding.Healthy() -> {}
            case Watchdog.Finding.Expired(String verdict) -> stop(state.timedOut(verdict));
            case Watchdog.Finding.DoesNotExit() -> stopCli(state.phase());
        }
    }

    /** For sessions that stay open only: the others end when they have nothing to do. */
    private void noteIdle() {
        if (launch.staysOpen()) {
            notifier.noteIdle(state::isIdle);
        }
    }

    private void send(CliChannel channel, Function<Dialogue, Step> input) {
        carryOut(channel, state.send(channel, input));
    }

    private void carryOut(CliChannel channel, Step step) {
        step.approvals().forEach(listener::approval);
        watchdog.progress();
        log.append(step.events());
        channel.reply(step);
    }

    private void closeInput() {
        state.closeInput().ifPresent(this::closeInput);
    }

    private void closeInput(CliChannel channel) {
        watchdog.inputClosed();
        channel.connection().closeInput();
    }

    private void stopCli(SessionPhase phase) {
        if (phase instanceof Started started) {
            CliChannel channel = started.channel();
            channel.connection().stop(() -> askToExit(channel), config.exitGrace(), config.terminateGrace());
        }
    }

    private void askToExit(CliChannel channel) {
        if (channel.mode() == LaunchMode.BIDIRECTIONAL && state.isInputOpen()) {
            send(channel, Dialogue::onInterrupt);
        }
        closeInput();
    }

    private SessionEnd exited(CliChannel channel, ProcessExit process) {
        Exit exit = state.exited(channel, process);
        carryOut(channel, exit.step());
        return exit.end();
    }
}
