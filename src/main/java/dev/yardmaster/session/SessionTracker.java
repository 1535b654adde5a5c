package dev.yardmaster.session;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitClassifier;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.log.JsonStrings;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a session's events say of it so far: what is going on, and what its end will mean. Used under the session's lock. */
final class SessionTracker {
    private final InstantSource clock;
    private int openTurns;
    private boolean started;
    private @Nullable String retrying;
    private @Nullable Outcome lastOutcome;
    private @Nullable String result;
    private AgentEvent.@Nullable Failure failure;
    private AgentEvent.@Nullable Limit limit;
    // When the failure or the limit was told: times of day count from then on.
    private Instant refusedAt = Instant.EPOCH;
    private AgentEvent.@Nullable SessionStarted identity;
    private AgentEvent.Usage usage = new AgentEvent.Usage(0, 0, 0, 0, OptionalDouble.empty());

    SessionTracker() {
        this(InstantSource.system());
    }

    SessionTracker(InstantSource clock) {
        this.clock = clock;
    }

    void observe(List<AgentEvent> events) {
        events.forEach(this::observe);
    }

    private void observe(AgentEvent event) {
        started = true;
        retrying = event instanceof AgentEvent.Retry retry ? retry.reason() : null;
        switch (event) {
            case AgentEvent.SessionStarted it -> identity = it;
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
                    AgentEvent.Retry _,
                    AgentEvent.ProviderRaw _ -> {}
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

    /** Whether anything has happened yet beside the messages we sent. */
    boolean heard() {
        return identity != null;
    }

    /** Why the provider tries again, if that is what it does. */
    Optional<String> retrying() {
        return Optional.ofNullable(retrying);
    }

    /** Whether the agent has something to do. */
    boolean turnIsOpen() {
        return openTurns > 0;
    }

    /** Whether the agent has done all it was given, and nobody interrupted it to say something else. */
    boolean isDone() {
        return lastOutcome != null && lastOutcome != Outcome.INTERRUPTED && openTurns == 0;
    }

    Optional<AgentEvent.SessionStarted> identity() {
        return Optional.ofNullable(identity);
    }

    AgentEvent.Usage usage() {
        return usage;
    }

    /** What it means that the child has exited, nobody having made it. */
    SessionEnd end(ProcessExit exit) {
        // However it then exits: all it was given is done.
        if (lastOutcome == Outcome.COMPLETED && openTurns == 0) {
            return new SessionEnd(
                    SessionState.COMPLETED,
                    "The agent finished.",
                    Optional.of(exit),
                    Optional.ofNullable(result),
                    Optional.empty());
        }
        Optional<AgentEvent.Failure> said = Optional.ofNullable(failure);
        FailureCause signal = LimitClassifier.classify(Optional.ofNullable(limit), said, refusedAt);
        Optional<String> words = said.map(AgentEvent.Failure::message);
        var cause = new SessionEnd.Cause(signal, words);
        return signal instanceof FailureCause.Blocked blocked
                ? ended(SessionState.LIMITED, reason(blocked), exit, cause)
                : ended(SessionState.FAILED, words.orElseGet(() -> reason(exit)), exit, cause);
    }

    private static SessionEnd ended(SessionState state, String reason, ProcessExit exit, SessionEnd.Cause cause) {
        return new SessionEnd(state, reason, Optional.of(exit), Optional.empty(), cause, false);
    }

    private static String reason(FailureCause.Blocked blocked) {
        Instant at = blocked.resetAt();
        if (blocked.source() != LimitSource.DEFAULT) {
            return "The provider is rate-limited until " + at + ".";
        }
        String again = " It is tried again at " + at.truncatedTo(ChronoUnit.SECONDS) + ".";
        return blocked instanceof FailureCause.Credits
                ? "The provider is not paid for any more, which a person has to see to." + again
                : "The provider is rate-limited, and does not say until when." + again;
    }

    private String reason(ProcessExit exit) {
        String how = exit.signal()
                .map(signal -> "was ended by signal " + signal)
                .orElseGet(() -> "exited with code " + exit.code());
        String what = !started || lastOutcome == null ? " before its turn was over." : " with work left to do.";
        return "The agent's CLI " + how + what;
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
