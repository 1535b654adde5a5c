package dev.yardmaster.session.run;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.frame.JsonStrings;
import java.util.HashSet;
import java.util.Set;

/**
 * The work that a session has at hand, as its events report it: turns, tool calls, and tasks in the background. It is the same for all
 * providers. Not thread-safe: used under the session's lock.
 *
 * <p>A message opens a turn, and an agent can start one by itself. If both are open, the turn of the message ends first: a CLI may report
 * its end only after the next turn has begun.
 */
final class SessionWork {
    private final Set<String> openCalls = new HashSet<>();
    private int messageTurns;
    private int ownTurns;
    private int backgroundTasks;
    private boolean active;
    private boolean turnExpected;

    /** What the session waits for, which decides how long it may be silent. */
    enum WaitsFor {
        /** The next output of a turn. */
        TURN,
        /** The result of a tool call. */
        TOOL,
        /** A decision about a use of a tool. */
        APPROVAL,
        /** The end of a task in the background, while no turn is open. */
        BACKGROUND_TASK,
        /** A turn that the agent may start by itself: its last turn did nothing, or its last task in the background has just ended. */
        OWN_TURN,
        /** A message, or the exit of the CLI. */
        NOTHING
    }

    /** What the end of a turn means. */
    enum TurnEnd {
        /** The turn is over with its outcome. */
        COUNTS,
        /** A message's turn ended as completed, although the agent did nothing at all. */
        DID_NOTHING,
        /** No turn was open, or the agent started a turn by itself and did nothing in it. */
        IGNORED
    }

    /** Notes any event except the end of a turn. */
    void observe(AgentEvent event) {
        switch (event) {
            // Nearly all events are deltas, so they are first.
            case AgentEvent.MessageDelta _, AgentEvent.Message _, AgentEvent.Reasoning _ -> active = true;
            case AgentEvent.UserMessage _ -> {
                open();
                messageTurns++;
            }
            case AgentEvent.TurnStarted _ -> {
                open();
                ownTurns++;
            }
            case AgentEvent.ToolCall call -> {
                active = true;
                openCalls.add(call.call());
            }
            case AgentEvent.ToolResult result -> {
                active = true;
                openCalls.remove(result.call());
            }
            case AgentEvent.Usage usage -> active |= hasTokens(usage);
            case AgentEvent.BackgroundTasks tasks -> {
                turnExpected |= backgroundTasks > 0 && tasks.running() == 0;
                backgroundTasks = tasks.running();
            }
            case AgentEvent.SessionStarted _,
                    AgentEvent.TurnEnded _,
                    AgentEvent.Limit _,
                    AgentEvent.Retry _,
                    AgentEvent.Failure _,
                    AgentEvent.ApprovalRequested _,
                    AgentEvent.ApprovalDecided _,
                    AgentEvent.ProviderRaw _ -> {}
        }
    }

    private void open() {
        // Messages can join a running turn, which is then one with them.
        active &= openTurns() > 0;
        turnExpected = false;
    }

    /** Ends a turn. */
    TurnEnd end(AgentEvent.TurnEnded turn) {
        if (!hasOpenTurn()) {
            return TurnEnd.IGNORED;
        }
        boolean own = messageTurns == 0;
        if (own) {
            ownTurns--;
        } else {
            messageTurns--;
        }
        if (!hasOpenTurn() && !hasBackgroundTasks()) {
            // A CLI may not report the results of all calls.
            openCalls.clear();
        }
        if (active || turn.outcome() != Outcome.COMPLETED || !isBlank(turn)) {
            return TurnEnd.COUNTS;
        }
        turnExpected |= !own;
        return own ? TurnEnd.IGNORED : TurnEnd.DID_NOTHING;
    }

    /** Whether a turn is open. */
    boolean hasOpenTurn() {
        return openTurns() > 0;
    }

    /** Whether a turn is open that must not be cut off. That is not so for a turn of the agent's own in which it has done nothing yet. */
    boolean hasUnfinishedTurn() {
        return messageTurns > 0 || ownTurns > 0 && active;
    }

    /** Whether tasks run in the background. */
    boolean hasBackgroundTasks() {
        return backgroundTasks > 0;
    }

    WaitsFor waitsFor() {
        if (!hasOpenTurn() && !hasBackgroundTasks()) {
            return turnExpected ? WaitsFor.OWN_TURN : WaitsFor.NOTHING;
        }
        if (!openCalls.isEmpty()) {
            return WaitsFor.TOOL;
        }
        return hasOpenTurn() ? WaitsFor.TURN : WaitsFor.BACKGROUND_TASK;
    }

    private int openTurns() {
        return messageTurns + ownTurns;
    }

    private static boolean hasTokens(AgentEvent.Usage usage) {
        return usage.inputTokens() + usage.outputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens() > 0;
    }

    private static boolean isBlank(AgentEvent.TurnEnded turn) {
        return JsonStrings.text(turn.result()).map(String::isBlank).orElse(true);
    }
}
