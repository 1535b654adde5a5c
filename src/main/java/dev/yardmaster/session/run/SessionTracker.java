package dev.yardmaster.session.run;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitClassifier;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.JsonStrings;
import dev.yardmaster.session.run.LastWords.Words;
import dev.yardmaster.session.run.SessionWork.WaitsFor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Derives from a session's events what the session is doing and, once the CLI has exited, how the session ended. Not thread-safe: used
 * under the session's lock.
 */
final class SessionTracker {
    private static final AgentEvent.Failure DID_NOTHING = new AgentEvent.Failure(
            "empty_turn",
            "The CLI reported the end of the turn, but the agent had written nothing, called no tool and used no tokens."
                    + " Look at the session's events, and run the task again.",
            OptionalInt.empty());

    private final InstantSource clock;
    private final SessionWork work = new SessionWork();
    private @Nullable String retryReason;
    private @Nullable Outcome lastOutcome;
    private @Nullable String result;
    private AgentEvent.@Nullable Failure failure;
    private AgentEvent.@Nullable Limit limit;
    // When the failure or the limit was reported: a reset given as a time of day is the next one after this instant.
    private Instant refusedAt = Instant.EPOCH;
    private AgentEvent.Usage usage = new AgentEvent.Usage(0, 0, 0, 0, OptionalDouble.empty());

    private final LastWords lastWords;

    SessionTracker(InstantSource clock) {
        this.clock = clock;
        this.lastWords = new LastWords(clock);
    }

    /**
     * Takes note of events, in order.
     *
     * @return the same events, except that a turn in which the agent did nothing fails
     */
    List<AgentEvent> observe(List<AgentEvent> events) {
        List<AgentEvent> observed = events;
        for (AgentEvent event : events) {
            if (event instanceof AgentEvent.TurnEnded turn) {
                observed = endTurn(turn, observed);
            } else {
                work.observe(event);
                observe(event);
            }
        }
        return observed;
    }

    private void observe(AgentEvent event) {
        retryReason = event instanceof AgentEvent.Retry retry ? retry.reason() : null;
        switch (event) {
            // Nearly all events are deltas, so they are first.
            case AgentEvent.MessageDelta _ -> {}
            case AgentEvent.Usage it -> usage = sum(usage, it);
            case AgentEvent.Failure it
            when it.fatal() -> {
                failure = it;
                refusedAt = clock.instant();
            }
            case AgentEvent.Failure _ -> {}
            case AgentEvent.Limit it -> {
                limit = it;
                refusedAt = it.blocked() ? clock.instant() : refusedAt;
            }
            case AgentEvent.SessionStarted _,
                    AgentEvent.UserMessage _,
                    AgentEvent.TurnStarted _,
                    AgentEvent.TurnEnded _,
                    AgentEvent.BackgroundTasks _,
                    AgentEvent.Message _,
                    AgentEvent.Reasoning _,
                    AgentEvent.ToolCall _,
                    AgentEvent.ToolResult _,
                    AgentEvent.ApprovalRequested _,
                    AgentEvent.ApprovalDecided _,
                    AgentEvent.Retry _ -> {}
            case AgentEvent.ProviderRaw it -> lastWords.onRawLine(it);
        }
    }

    private List<AgentEvent> endTurn(AgentEvent.TurnEnded turn, List<AgentEvent> events) {
        retryReason = null;
        return switch (work.end(turn)) {
            case COUNTS -> {
                take(turn);
                yield events;
            }
            case DID_NOTHING -> {
                var failed = new AgentEvent.TurnEnded(Outcome.FAILED, turn.result());
                observe(DID_NOTHING);
                take(failed);
                yield events.stream()
                        .flatMap(event -> event == turn ? Stream.of(DID_NOTHING, failed) : Stream.of(event))
                        .toList();
            }
            case IGNORED -> events;
        };
    }

    private void take(AgentEvent.TurnEnded turn) {
        lastOutcome = turn.outcome();
        result = JsonStrings.text(turn.result()).orElse(null);
        if (turn.outcome() == Outcome.COMPLETED) {
            failure = null;
            limit = null;
        }
    }

    /**
     * What the session waits for.
     *
     * @param endsByItself whether the session ends with its work. Tasks in the background keep such a session open; another one stays open
     *     for messages in any case.
     */
    WaitsFor waitsFor(boolean endsByItself) {
        WaitsFor waitsFor = work.waitsFor();
        boolean ignoresTasks = !endsByItself || lastOutcome == Outcome.FAILED;
        return !work.hasOpenTurn() && work.hasBackgroundTasks() && ignoresTasks ? WaitsFor.NOTHING : waitsFor;
    }

    /**
     * Whether the agent has finished everything it was given. An interrupted agent has not: another message is expected. A failed turn ends
     * the work even if tasks run in the background.
     */
    boolean isDone() {
        return lastOutcome != null
                && lastOutcome != Outcome.INTERRUPTED
                && !work.hasOpenTurn()
                && (lastOutcome == Outcome.FAILED || !work.hasBackgroundTasks());
    }

    /** Whether the last turn failed because the provider refuses to work until a reset. */
    boolean isRefused() {
        return lastOutcome == Outcome.FAILED
                && isDone()
                && cause(Optional.empty()).failure() instanceof FailureCause.Blocked;
    }

    /** The usage of all turns so far. */
    AgentEvent.Usage usage() {
        return usage;
    }

    /** How the session ended, given that its CLI exited without being stopped. */
    SessionEnd end(ProcessExit exit) {
        // The exit code does not matter once all work is done, and a CLI may give up its tasks in the background.
        boolean finished = hasAnswered() && (exit.code() == 0 || !work.hasBackgroundTasks());
        SessionEnd end = finished
                ? completed("The agent finished.")
                : unfinished(reason(exit), hasCause() ? Optional.empty() : lastWords.of(exit));
        return end.after(exit);
    }

    /**
     * How the session ends that a watchdog ends. What the provider reported before counts more than the watchdog.
     *
     * @param verdict the watchdog's reason
     */
    SessionEnd timedOut(String verdict) {
        String reason = retryReason == null ? verdict : verdict + " The CLI was retrying because: " + retryReason;
        return hasAnswered() ? completed("The agent finished. " + reason) : unfinished(reason, Optional.empty());
    }

    /** The end with the provider's refusal, if one was reported: a limit counts also if the service ends the session. */
    SessionEnd withRefusal(SessionEnd end) {
        SessionEnd.Cause cause = cause(Optional.empty());
        return cause.failure() instanceof FailureCause.Blocked && end.cause().equals(SessionEnd.Cause.NONE)
                ? new SessionEnd(end.state(), end.reason(), end.exit(), end.result(), cause, end.goesOn())
                : end;
    }

    private boolean hasAnswered() {
        return lastOutcome == Outcome.COMPLETED && !work.hasUnfinishedTurn();
    }

    private SessionEnd completed(String reason) {
        return new SessionEnd(
                SessionState.COMPLETED, reason, Optional.empty(), Optional.ofNullable(result), Optional.empty());
    }

    /** Whether the provider has reported a failure or a limit. */
    private boolean hasCause() {
        return failure != null || limit != null && limit.blocked();
    }

    /**
     * @param otherwise the reason if the provider has reported no failure
     * @param words what the CLI printed last, if that is needed to find the cause
     */
    private SessionEnd unfinished(String otherwise, Optional<Words> words) {
        SessionEnd.Cause cause = cause(words);
        String printed = words.map(Words::sentence).orElse("");
        return cause.failure() instanceof FailureCause.Blocked blocked
                ? ended(SessionState.LIMITED, reason(blocked) + printed, cause)
                : ended(SessionState.FAILED, failure == null ? otherwise + printed : failure.message(), cause);
    }

    private SessionEnd.Cause cause(Optional<Words> words) {
        Optional<AgentEvent.Failure> why = Optional.ofNullable(failure).or(() -> words.map(Words::failure));
        Instant at = words.map(Words::at).orElse(refusedAt);
        return new SessionEnd.Cause(
                LimitClassifier.classify(Optional.ofNullable(limit), why, at), why.map(AgentEvent.Failure::message));
    }

    private static SessionEnd ended(SessionState state, String reason, SessionEnd.Cause cause) {
        return new SessionEnd(state, reason, Optional.empty(), Optional.empty(), cause, false);
    }

    private static String reason(FailureCause.Blocked blocked) {
        Instant at = blocked.resetAt();
        if (blocked.source() != LimitSource.DEFAULT) {
            return "The provider is rate-limited until " + at + ".";
        }
        String retry = " Yardmaster tries again at " + at.truncatedTo(ChronoUnit.SECONDS) + ".";
        return blocked instanceof FailureCause.Credits
                ? "The provider account is out of credit. Add credit or use another account." + retry
                : "The provider is rate-limited and does not report until when." + retry;
    }

    private String reason(ProcessExit exit) {
        String how = exit.signal()
                .map(signal -> "was ended by signal " + signal)
                .orElseGet(() -> "exited with code " + exit.code());
        String when = lastOutcome == null ? " before its turn was over." : " although it had not finished its work.";
        return "The agent's CLI " + how + when;
    }

    private static AgentEvent.Usage sum(AgentEvent.Usage a, AgentEvent.Usage b) {
        OptionalDouble cost = a.costUsd().isEmpty() && b.costUsd().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(a.costUsd().orElse(0) + b.costUsd().orElse(0));
        return new AgentEvent.Usage(
                a.inputTokens() + b.inputTokens(),
                a.outputTokens() + b.outputTokens(),
                a.cacheReadTokens() + b.cacheReadTokens(),
                a.cacheWriteTokens() + b.cacheWriteTokens(),
                cost);
    }
}
