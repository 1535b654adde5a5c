package dev.yardmaster.session.run;

import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.run.SessionPhase.Ended;
import dev.yardmaster.session.run.SessionPhase.NotStarted;
import dev.yardmaster.session.run.SessionPhase.Open;
import dev.yardmaster.session.run.SessionPhase.Started;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state of a running session: its phase, its dialogue with the CLI, and what the events so far mean. One lock makes each method an
 * atomic transition, which returns what is to be carried out. Except for {@link #start}, a transition has no effect outside, so no method
 * waits for the database or the CLI. For any thread.
 */
final class SessionStateMachine {
    private final boolean endsWhenDone;
    private final SessionTracker tracker;
    /** The requests for whose decision the CLI waits. */
    private final Set<String> undecided = new HashSet<>();

    private final ReentrantLock lock = new ReentrantLock();
    private SessionPhase phase = new NotStarted();

    /** @param endsWhenDone whether the session ends when it has finished its work, instead of waiting for messages */
    SessionStateMachine(boolean endsWhenDone, InstantSource clock) {
        this.endsWhenDone = endsWhenDone;
        this.tracker = new SessionTracker(clock);
    }

    /** The phases before and after a transition; the same object if the transition changed nothing. */
    record Transition(SessionPhase before, SessionPhase after) {
        @SuppressWarnings("ReferenceEquality") // A transition that changes nothing returns the same phase.
        boolean isChange() {
            return before != after;
        }
    }

    /** The phase before a session was abandoned, and the end that counts. */
    record Abandonment(SessionPhase before, SessionEnd end) {}

    /** The last step of the dialogue, and how the session ended. */
    record Exit(Step step, SessionEnd end) {}

    AgentEvent.Usage usage() {
        return locked(tracker::usage);
    }

    boolean isStarted() {
        return locked(() -> phase instanceof Started);
    }

    /** The phase at this moment. */
    SessionPhase phase() {
        return locked(() -> phase);
    }

    /**
     * Starts the session, unless it was ended before. Both actions run under the lock, so the first line of the CLI waits until the dialogue has
     * begun.
     *
     * @param open starts the CLI
     * @param begin begins the dialogue
     * @return the phase after the start
     */
    SessionPhase start(Supplier<CliChannel> open, Consumer<CliChannel> begin) {
        return locked(() -> {
            switch (phase) {
                case NotStarted notStarted -> {
                    CliChannel channel = open.get();
                    phase = notStarted.start(channel);
                    begin.accept(channel);
                }
                case Started _ -> throw new IllegalStateException("The session is already started.");
                case Ended _ -> {}
            }
            return phase;
        });
    }

    /**
     * Gives the dialogue an input of the CLI, or the lack of it. Closes the input of a CLI that has finished its work, and of one whose provider
     * refuses to work.
     */
    LineStep take(Function<Dialogue, Step> input) {
        // Without locked(), because this runs for each line.
        lock.lock();
        try {
            if (!(phase instanceof Started started)) {
                return LineStep.NONE;
            }
            CliChannel channel = started.channel();
            Step step = observe(input.apply(channel.dialogue()));
            boolean closesInput = started.inputOpen() && (endsWhenDone ? tracker.isDone() : tracker.isRefused());
            if (closesInput) {
                // Changes the phase at once: the CLI would not answer a message that arrives before its input is
                // closed.
                phase = started.closeInput();
            }
            return new LineStep(Optional.of(channel), step, closesInput);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the dialogue a command from outside. Throws {@code conflict} if the session takes no commands now.
     *
     * @param command what the session is asked to do, as a verb phrase
     */
    LineStep command(String command, Function<Dialogue, Step> input) {
        return locked(() -> {
            CliChannel channel = phase.requireOpen(command);
            return new LineStep(Optional.of(channel), observe(input.apply(channel.dialogue())), false);
        });
    }

    /**
     * Gives the dialogue a decision that the CLI waits for.
     *
     * @return without a channel if the CLI does not wait for it any more
     */
    LineStep decide(String request, ToolDecision decision) {
        return locked(() -> {
            if (!(phase instanceof Started started) || !undecided.remove(request)) {
                return LineStep.NONE;
            }
            CliChannel channel = started.channel();
            return new LineStep(Optional.of(channel), observe(channel.dialogue().onDecision(request, decision)), false);
        });
    }

    /** Gives the dialogue an input of the service, in any phase. */
    Step send(CliChannel channel, Function<Dialogue, Step> input) {
        return locked(() -> observe(input.apply(channel.dialogue())));
    }

    /** The channel whose input is to be closed now; empty if the input is closed already. */
    Optional<CliChannel> closeInput() {
        return locked(() -> {
            if (!isInputOpen()) {
                return Optional.empty();
            }
            Started started = (Started) phase;
            phase = started.closeInput();
            return Optional.of(started.channel());
        });
    }

    /** Whether the CLI still accepts an interrupt of its turn. */
    boolean isInputOpen() {
        return locked(() -> phase instanceof Started started && started.inputOpen());
    }

    /** Whether the CLI runs and has nothing to do: it waits for a message. */
    boolean isIdle() {
        return locked(() -> phase instanceof Open && tracker.waitsFor(true) == SessionWork.WaitsFor.NOTHING);
    }

    /** The service ends the session. A session that has finished its work only waits for its CLI to exit, so it keeps its result. */
    Transition stop(SessionEnd end) {
        return locked(() -> {
            SessionPhase before = phase;
            boolean finished = before instanceof Started started && !started.inputOpen() && tracker.isDone();
            phase = finished ? before : before.stop(tracker.withRefusal(end));
            return new Transition(before, phase);
        });
    }

    /** The session ends without an exit of its CLI. */
    Abandonment abandon(SessionEnd end) {
        return locked(() -> {
            SessionPhase before = phase;
            Ended ended = before.abandon(end);
            phase = ended;
            return new Abandonment(before, ended.end());
        });
    }

    /** The CLI has exited. */
    Exit exited(CliChannel channel, ProcessExit exit) {
        return locked(() -> {
            Step step = observe(channel.dialogue().onExit(exit));
            Ended ended = phase.exited(exit, tracker.end(exit));
            phase = ended;
            return new Exit(step, ended.end());
        });
    }

    /** Checks the time limits of a session whose CLI runs. */
    Watchdog.Finding check(Watchdog watchdog) {
        return locked(() -> phase instanceof Started started
                ? watchdog.check(
                        undecided.isEmpty()
                                ? tracker.waitsFor(endsWhenDone || !started.inputOpen())
                                : SessionWork.WaitsFor.APPROVAL)
                : new Watchdog.Finding.Healthy());
    }

    /** The end of a session that a watchdog ends. */
    SessionEnd timedOut(String verdict) {
        return locked(() -> tracker.timedOut(verdict));
    }

    private Step observe(Step step) {
        for (ApprovalSignal signal : step.approvals()) {
            switch (signal) {
                case ApprovalSignal.Requested requested -> undecided.add(requested.request());
                case ApprovalSignal.Withdrawn withdrawn -> undecided.remove(withdrawn.request());
            }
        }
        List<AgentEvent> observed = tracker.observe(step.events());
        return observed == step.events() ? step : new Step(observed, step.replies(), step.approvals());
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
