package dev.yardmaster.session.run;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.end.SessionEnd;

/**
 * The phase of a {@link RunningSession}. Phases are immutable and have no side effects. A transition is a method that returns the next
 * phase, or the same phase if the transition changes nothing.
 *
 * <pre>
 *   NotStarted --start--> Open --closeInput--> InputClosed
 *       |                 |  |                  |      |
 *       |              stop  |               stop      |
 *       |                 |  |                  |      |
 *      stop               +--|---> Ending <-----+      |
 *       |                    |        |                |
 *       |                 exited    exited           exited
 *       v                    v        v                v
 *     Ended <----------------+--------+----------------+
 * </pre>
 *
 * <p>{@code abandon} leads from every phase to Ended, for a CLI that could not be started or whose exit could not be handled.
 */
sealed interface SessionPhase {
    /** The service ends the session for a reason of its own. Only the first reason counts. */
    SessionPhase stop(SessionEnd end);

    /** The session ends without the exit of its CLI. An earlier reason counts more than this one. */
    Ended abandon(SessionEnd end);

    /**
     * The CLI has exited.
     *
     * @param outcome the end that follows from the events and the exit; it counts unless the service ended the session
     */
    Ended exited(ProcessExit exit, SessionEnd outcome);

    /**
     * The channel for a message or an interrupt from outside.
     *
     * @param command what the session is asked to do, as a verb phrase
     * @throws YardmasterException {@code conflict} if the session takes no commands now
     */
    CliChannel requireOpen(String command);

    /** The session is registered, and its CLI is not started yet. */
    record NotStarted() implements SessionPhase {
        Open start(CliChannel channel) {
            return new Open(channel);
        }

        @Override
        public Ended stop(SessionEnd end) {
            return new Ended(end);
        }

        @Override
        public Ended abandon(SessionEnd end) {
            return new Ended(end);
        }

        @Override
        public Ended exited(ProcessExit exit, SessionEnd outcome) {
            throw new IllegalStateException("The CLI was not started");
        }

        @Override
        public CliChannel requireOpen(String command) {
            throw refused(command, "it is still starting. Try again in a moment.");
        }
    }

    /** The CLI is started and has not exited. */
    sealed interface Started extends SessionPhase {
        CliChannel channel();

        /** Whether the input of the CLI is open. */
        boolean inputOpen();

        /** The CLI gets no further input, and exits once it has finished its work. */
        Started closeInput();
    }

    /** The CLI works or waits for a message. */
    record Open(CliChannel channel) implements Started {
        @Override
        public boolean inputOpen() {
            return true;
        }

        @Override
        public InputClosed closeInput() {
            return new InputClosed(channel);
        }

        @Override
        public Ending stop(SessionEnd end) {
            return new Ending(channel, end, true);
        }

        @Override
        public Ended exited(ProcessExit exit, SessionEnd outcome) {
            return new Ended(outcome);
        }

        @Override
        public Ended abandon(SessionEnd end) {
            return new Ended(end);
        }

        @Override
        public CliChannel requireOpen(String command) {
            if (channel.mode() != LaunchMode.BIDIRECTIONAL) {
                throw refused(command, "it is a one-shot session. Start another session instead.");
            }
            return channel;
        }
    }

    /** The CLI finishes what it was given, and is expected to exit. */
    record InputClosed(CliChannel channel) implements Started {
        @Override
        public boolean inputOpen() {
            return false;
        }

        @Override
        public InputClosed closeInput() {
            return this;
        }

        @Override
        public Ending stop(SessionEnd end) {
            return new Ending(channel, end, false);
        }

        @Override
        public Ended exited(ProcessExit exit, SessionEnd outcome) {
            return new Ended(outcome);
        }

        @Override
        public Ended abandon(SessionEnd end) {
            return new Ended(end);
        }

        @Override
        public CliChannel requireOpen(String command) {
            throw ending(command);
        }
    }

    /** The service ends the session and waits for the CLI to exit. */
    record Ending(CliChannel channel, SessionEnd end, boolean inputOpen) implements Started {
        @Override
        public Ending closeInput() {
            return inputOpen ? new Ending(channel, end, false) : this;
        }

        @Override
        public Ending stop(SessionEnd later) {
            return this;
        }

        @Override
        public Ended exited(ProcessExit exit, SessionEnd outcome) {
            return new Ended(end.after(exit));
        }

        @Override
        public Ended abandon(SessionEnd later) {
            return new Ended(end);
        }

        @Override
        public CliChannel requireOpen(String command) {
            throw ending(command);
        }
    }

    /** The CLI has exited with everything that it had started, or was never started. */
    record Ended(SessionEnd end) implements SessionPhase {
        @Override
        public Ended stop(SessionEnd later) {
            return this;
        }

        @Override
        public Ended abandon(SessionEnd later) {
            return this;
        }

        @Override
        public Ended exited(ProcessExit exit, SessionEnd outcome) {
            return this;
        }

        @Override
        public CliChannel requireOpen(String command) {
            throw ending(command);
        }
    }

    private static YardmasterException ending(String command) {
        return refused(command, "it is ending. Start another session instead.");
    }

    private static YardmasterException refused(String command, String why) {
        return new YardmasterException(ErrorCode.CONFLICT, "The session can't " + command + ": " + why);
    }
}
