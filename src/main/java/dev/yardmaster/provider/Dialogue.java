package dev.yardmaster.provider;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The service's side of a provider's protocol, for one session. It is a state machine without threads, clock or process: each input returns
 * the events that happened and the lines to send to the CLI.
 *
 * <p>The session calls {@link #start} first, {@link #onExit} last, and the other methods in any order between them. {@link #onInterrupt} and
 * {@link #onExit} must also work if {@link #start} was never called. Not thread-safe: the session calls all methods under one lock.
 */
public interface Dialogue {
    /**
     * Called once after the CLI has been started. If the request has a prompt, the step has the prompt's {@link AgentEvent.UserMessage} and the
     * lines that send it, unless the protocol requires an answer of the CLI before.
     */
    Step start();

    /**
     * Called for each line that the CLI prints. Must accept any line: unknown or invalid ones become {@link AgentEvent.ProviderRaw}, and blank
     * ones are ignored. The events may refer to the line's bytes, so they are valid only as long as the line.
     */
    Step onLine(Line line);

    /**
     * Called about once a second while the session runs, so that a dialogue, which has no clock, notices what a CLI fails to report.
     *
     * @param silence the time since the CLI's last line about this session, or since its start
     */
    default Step onSilence(Duration silence) {
        return Step.nothing();
    }

    /**
     * Called when a user sends a message to the running session.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code CONFLICT} if the session can't take a message
     */
    Step onUserMessage(String text);

    /** Called when a user wants to stop the running turn. Does nothing if no turn is running or the CLI can't stop one. */
    Step onInterrupt();

    /**
     * Called when the service has decided an {@link ApprovalSignal.Requested}. Does nothing if the CLI does not wait for that decision any
     * more.
     *
     * @param request the id of the request
     */
    default Step onDecision(String request, ToolDecision decision) {
        return Step.nothing();
    }

    /** Called once after the CLI has ended and all its lines were passed on. Returns final events for everything that is still open. */
    Step onExit(ProcessExit exit);

    /**
     * The result of one input.
     *
     * @param events what happened, in order
     * @param replies the lines to send to the CLI, in order and without line ends
     * @param approvals the decisions for which the CLI begins to wait, or waits no more
     */
    record Step(List<AgentEvent> events, List<String> replies, List<ApprovalSignal> approvals) {
        private static final Step NOTHING = new Step(List.of(), List.of());
        private static final Step UNRELATED = new Step(List.of(), List.of());

        /** A step without approvals. */
        public Step(List<AgentEvent> events, List<String> replies) {
            this(events, replies, List.of());
        }

        /** Returns a step without events and replies. */
        public static Step nothing() {
            return NOTHING;
        }

        /** Returns the step for a line that belongs to another session. Such a line is no sign of life of this one. */
        public static Step unrelated() {
            return UNRELATED;
        }

        /** Whether this is {@link #unrelated}. */
        @SuppressWarnings("ReferenceEquality") // There is one instance, so that the check costs nothing on each line.
        public boolean isUnrelated() {
            return this == UNRELATED;
        }

        /** Returns a step with events only. */
        public static Step of(AgentEvent... events) {
            return new Step(List.of(events), List.of());
        }

        /** Returns a step with approvals only. */
        public static Step approvals(ApprovalSignal... signals) {
            return new Step(List.of(), List.of(), List.of(signals));
        }

        /** Returns this step followed by another one. */
        public Step then(Step next) {
            return new Step(
                    concat(events, next.events), concat(replies, next.replies), concat(approvals, next.approvals));
        }

        private static <T> List<T> concat(List<T> first, List<T> second) {
            if (first.isEmpty() || second.isEmpty()) {
                return first.isEmpty() ? second : first;
            }
            return Stream.concat(first.stream(), second.stream()).toList();
        }

        /** Returns a step with replies only. */
        public static Step reply(String... lines) {
            return new Step(List.of(), List.of(lines));
        }
    }
}
