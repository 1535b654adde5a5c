package dev.yardmaster.session.run;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitClassifier;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.log.JsonStrings;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import dev.yardmaster.session.run.LastWords.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Derives from a session's events what the session is doing and, once the CLI has exited, how the session ended. Not thread-safe: used
 * under the session's lock.
 */
final class SessionTracker {
    private final InstantSource clock;
    private int openTurns;
    private boolean identified;
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

    void observe(List<AgentEvent> events) {
        events.forEach(this::observe);
    }

    private void observe(AgentEvent event) {
        retryReason = event instanceof AgentEvent.Retry retry ? retry.reason() : null;
        switch (event) {
            case AgentEvent.SessionStarted _ -> identified = true;
            case AgentEvent.UserMessage _ -> openTurns++;
            case AgentEvent.TurnEnded it -> endTurn(it);
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
            case AgentEvent.MessageDelta _,
                    AgentEvent.Message _,
                    AgentEvent.Reasoning _,
                    AgentEvent.ToolCall _,
                    AgentEvent.ToolResult _,
                    AgentEvent.Retry _ -> {}
            case AgentEvent.ProviderRaw it -> lastWords.onRawLine(it);
        }
    }

    private void endTurn(AgentEvent.TurnEnded turn) {
        openTurns = Math.max(0, openTurns - 1);
        lastOutcome = turn.outcome();
        result = JsonStrings.text(turn.result()).orElse(null);
        if (turn.outcome() == Outcome.COMPLETED) {
            failure = null;
            limit = null;
        }
    }

    /** Whether the CLI has named its conversation. */
    boolean isIdentified() {
        return identified;
    }

    /** Why the provider retries; empty if the last event is not a retry. */
    Optional<String> retrying() {
        return Optional.ofNullable(retryReason);
    }

    /** Whether the agent works on something. */
    boolean hasOpenTurn() {
        return openTurns > 0;
    }

    /** Whether the agent has finished everything it was given. An interrupted agent has not: another message is expected. */
    boolean isDone() {
        return lastOutcome != null && lastOutcome != Outcome.INTERRUPTED && openTurns == 0;
    }

    /** The usage of all turns so far. */
    AgentEvent.Usage usage() {
        return usage;
    }

    /** How the session ended, given that its CLI exited without being stopped. */
    SessionEnd end(ProcessExit exit) {
        // The exit code does not matter once all work is done.
        if (lastOutcome == Outcome.COMPLETED && openTurns == 0) {
            return new SessionEnd(
                    SessionState.COMPLETED,
                    "The agent finished.",
                    Optional.of(exit),
                    Optional.ofNullable(result),
                    Optional.empty());
        }
        Optional<AgentEvent.Failure> reported = Optional.ofNullable(failure);
        Optional<Words> words = reported.isPresent() || isBlocked() ? Optional.empty() : lastWords.of(exit);
        Optional<AgentEvent.Failure> why = reported.or(() -> words.map(Words::failure));
        FailureCause signal = LimitClassifier.classify(
                Optional.ofNullable(limit), why, words.map(Words::at).orElse(refusedAt));
        var cause = new SessionEnd.Cause(signal, why.map(AgentEvent.Failure::message));
        String printed = words.map(Words::sentence).orElse("");
        return signal instanceof FailureCause.Blocked blocked
                ? ended(SessionState.LIMITED, reason(blocked) + printed, exit, cause)
                : ended(
                        SessionState.FAILED,
                        reported.map(AgentEvent.Failure::message).orElseGet(() -> reason(exit) + printed),
                        exit,
                        cause);
    }

    private boolean isBlocked() {
        return limit != null && limit.blocked();
    }

    private static SessionEnd ended(SessionState state, String reason, ProcessExit exit, SessionEnd.Cause cause) {
        return new SessionEnd(state, reason, Optional.of(exit), Optional.empty(), cause, false);
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
