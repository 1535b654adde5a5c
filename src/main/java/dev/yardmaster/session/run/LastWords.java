package dev.yardmaster.session.run;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitClassifier;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.ProviderRaw;
import dev.yardmaster.session.frame.JsonStrings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The last words of a CLI that exits without a report of its failure: the plain lines of its output, and its standard error. A CLI that can't
 * start its protocol explains itself there. Agents and tools have no part in these words: their texts are inside of JSON lines. Not
 * thread-safe.
 */
final class LastWords {
    private static final int KEPT_LINES = 10;
    private static final int MAX_LENGTH = 500;

    private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    /** A time, a level and a source, which logs put before a message. */
    private static final Pattern LOG_PREFIX = Pattern.compile(
            "^\\[?\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,]+(?:Z|[+-]\\d\\d:?\\d\\d)?]?\\s+\\[?(?:ERROR|WARN|FATAL)]?:?\\s+(?:[\\w:.-]+:\\s+)?");

    /** A line that explains a failure, in contrast to a hint or a stack trace. */
    private static final Pattern EXPLANATION =
            Pattern.compile("(?i)^(?:fatal|panic)|\\b(?:\\w*error|\\w*exception|failed)\\b");

    private final InstantSource clock;
    private final Deque<Words> printed = new ArrayDeque<>();

    LastWords(InstantSource clock) {
        this.clock = clock;
    }

    /** One line, and when the CLI printed it. */
    record Words(String text, Instant at) {
        /** The line as the report of a failure. */
        Failure failure() {
            return new Failure("exited", text, OptionalInt.empty());
        }

        /** The line as a sentence for the end of a session's reason. */
        String sentence() {
            return " It printed: " + text + (text.matches(".*[.!?…]") ? "" : ".");
        }

        private boolean hasMeaning() {
            return !LimitClassifier.classify(Optional.empty(), Optional.of(failure()), at)
                    .equals(FailureCause.NONE);
        }

        private boolean isExplanation() {
            return EXPLANATION.matcher(text).find();
        }
    }

    /** Remembers a line of the output that the dialogue does not interpret. JSON, and the rest of a broken JSON line, are no words. */
    void onRawLine(ProviderRaw raw) {
        JsonStrings.text(raw.line())
                .filter(LastWords::isPlain)
                .flatMap(this::words)
                .ifPresent(words -> {
                    printed.addLast(words);
                    if (printed.size() > KEPT_LINES) {
                        printed.removeFirst();
                    }
                });
    }

    /**
     * The line that explains the exit best: one with a known meaning, else one about an error, else any; among these one of the standard
     * error before one of the output, and the last line before earlier ones. If the CLI was ended by a signal, or exited with 0, only a line with
     * a known meaning counts: the others are hints that have nothing to do with the end.
     */
    Optional<Words> of(ProcessExit exit) {
        List<Words> stderr =
                exit.stderr().lines().flatMap(line -> words(line).stream()).toList();
        List<Words> lastFirst =
                new ArrayList<>(stderr.reversed().stream().limit(KEPT_LINES).toList());
        lastFirst.addAll(printed.reversed());
        boolean failed = exit.code() != 0 && exit.signal().isEmpty();
        return first(lastFirst, Words::hasMeaning)
                .or(() -> first(lastFirst, words -> failed && words.isExplanation()))
                .or(() -> first(lastFirst, _ -> failed));
    }

    private static Optional<Words> first(List<Words> all, Predicate<Words> condition) {
        return all.stream().filter(condition).findFirst();
    }

    private Optional<Words> words(String line) {
        String plain = COLORS.matcher(line).replaceAll("").strip();
        String text = LOG_PREFIX.matcher(plain).replaceFirst("");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Words(
                        text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…", clock.instant()));
    }

    private static boolean isPlain(String line) {
        String text = line.strip();
        return !text.startsWith("{") && !text.startsWith("[{") && count(text, '{') == count(text, '}');
    }

    private static long count(String text, char character) {
        return text.chars().filter(c -> c == character).count();
    }
}
