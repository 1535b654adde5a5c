package dev.yardmaster.problem;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the message with which one of our own types rejected a value. Only our messages are written for users; those of libraries and of
 * the JDK contain class names.
 */
final class UserFacingMessage {
    private static final String OURS = "dev.yardmaster.";
    private static final int DEEPEST_CAUSE = 20;

    private UserFacingMessage() {}

    /** The message without its full stop; empty if no exception of ours is among the causes. */
    static Optional<String> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(UserFacingMessage::isThrownByUs)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .map(message -> message.endsWith(".") ? message.substring(0, message.length() - 1) : message)
                .findFirst();
    }

    private static boolean isThrownByUs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof YardmasterException
                || (failure instanceof IllegalArgumentException
                        && trace.length > 0
                        && trace[0].getClassName().startsWith(OURS));
    }
}
