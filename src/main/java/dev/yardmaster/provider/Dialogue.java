package dev.yardmaster.provider;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import java.util.List;

/**
 * One session's side of a provider's protocol, without threads, clock or process: lines go in; events and reply lines come out. It is
 * not thread-safe; its session calls it under one lock.
 */
public interface Dialogue {
    /** What to say when the child has started. */
    Step start();

    /**
     * A line of the child's standard output. Events may refer to the line's bytes, so they are to be used before the line ends its life.
     */
    Step onLine(Line line);

    /** A message from outside for the running session. */
    Step onUserMessage(String text);

    /** A wish to stop the running turn. */
    Step onInterrupt();

    /** The child has ended; what was still open is closed. */
    Step onExit(ProcessExit exit);

    /**
     * What follows from one input.
     *
     * @param events what happened, in order
     * @param replies lines for the child's standard input, without line ends
     */
    record Step(List<AgentEvent> events, List<String> replies) {
        private static final Step NOTHING = new Step(List.of(), List.of());

        /** Nothing happened and there is nothing to say. */
        public static Step nothing() {
            return NOTHING;
        }

        public static Step of(AgentEvent... events) {
            return new Step(List.of(events), List.of());
        }

        public static Step reply(String... lines) {
            return new Step(List.of(), List.of(lines));
        }
    }
}
