package dev.yardmaster.question;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A question as an agent asks it. Pure.
 *
 * @param to an agent, {@code people} or {@code person:NAME}; empty for the agent that created the task or its plan, else people
 * @param blocking whether the task waits for the answer
 * @param options suggested answers
 * @param deadline when it expires
 * @param defaultAnswer the answer that counts if it expires
 */
public record NewQuestion(
        String text,
        Optional<String> to,
        boolean blocking,
        List<String> options,
        Optional<Instant> deadline,
        Optional<String> defaultAnswer) {
    private static final int MOST_CHARACTERS = 20_000;
    private static final int MOST_OPTIONS = 10;
    private static final int LONGEST_OPTION = 500;
    private static final int LONGEST_DEFAULT = 5_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    public NewQuestion {
        options = List.copyOf(options);
    }

    /** Throws {@code invalid_request}. PostgreSQL can't store a NUL character, so it is removed. */
    public static NewQuestion of(
            String text,
            Optional<String> to,
            boolean blocking,
            List<String> options,
            Optional<String> deadline,
            Optional<String> defaultAnswer,
            Instant now) {
        var question = new NewQuestion(
                clean(text),
                to,
                blocking,
                options.stream().map(NewQuestion::clean).toList(),
                deadline.map(it -> time(it, now)),
                defaultAnswer.map(NewQuestion::clean));
        question.check();
        return question;
    }

    private void check() {
        requireShort("question", text, MOST_CHARACTERS);
        defaultAnswer.ifPresent(it -> requireShort("default", it, LONGEST_DEFAULT));
        options.forEach(it -> requireShort("options", it, LONGEST_OPTION));
        to.filter(it -> it.startsWith("role:")).ifPresent(_ -> {
            throw invalid(
                    "to",
                    "must be one agent, 'people', or 'person:' and the name of a token; a question has one answer");
        });
        if (options.size() > MOST_OPTIONS) {
            throw invalid("options", "has " + options.size() + " texts; give at most " + MOST_OPTIONS);
        }
        if (defaultAnswer.isPresent() && deadline.isEmpty()) {
            throw invalid("default", "needs a 'deadline', at which it counts as the answer");
        }
    }

    /** The time that an ISO 8601 duration from now on, or a time, names. */
    private static Instant time(String text, Instant now) {
        Instant at = text.startsWith("P") ? after(text, now) : parsed(text);
        if (at.isBefore(now.plus(SHORTEST)) || at.isAfter(now.plus(LONGEST))) {
            throw invalid("deadline", "must be from 1 second to 365 days from now, not '" + text + "'");
        }
        return at;
    }

    private static Instant after(String text, Instant now) {
        try {
            return now.plus(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException _) {
            throw notATime(text);
        }
    }

    private static Instant parsed(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw notATime(text);
        }
    }

    private static YardmasterException notATime(String text) {
        return invalid(
                "deadline",
                "must be a duration such as PT30M, or a time such as 2030-01-31T12:00:00Z, not '" + text + "'");
    }

    private static void requireShort(String argument, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw invalid(argument, "must have 1 to " + most + " characters; put the rest into a file and name it");
        }
    }

    private static String clean(String text) {
        return text.replace("\0", "");
    }

    private static YardmasterException invalid(String argument, String problem) {
        return YardmasterException.ofField(ErrorCode.INVALID_REQUEST, argument, problem);
    }
}
