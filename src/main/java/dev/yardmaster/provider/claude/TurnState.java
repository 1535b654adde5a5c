package dev.yardmaster.provider.claude;

import java.util.Optional;

/** What is known of the running turn before its {@code result}. Not thread-safe. */
final class TurnState {
    private Optional<String> failure = Optional.empty();
    private boolean interrupted;

    /** An error was told, in these words. */
    void failed(String message) {
        failure = Optional.of(message);
    }

    boolean hasFailed() {
        return failure.isPresent();
    }

    boolean hasFailedWith(String message) {
        return failure.filter(message::equals).isPresent();
    }

    /** We asked to stop it. */
    void interrupt() {
        interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    void end() {
        failure = Optional.empty();
        interrupted = false;
    }
}
