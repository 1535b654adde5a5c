package dev.yardmaster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a simulated agent does in a turn: it writes the lines of a haiku that are missing in the file that its prompt names. So a session
 * that takes over an unfinished task continues it. Not thread-safe.
 */
final class DemoScript {
    /** How many lines a turn writes before it meets the limit. */
    private static final int LINES_BEFORE_LIMIT = 1;

    private static final Pattern FILE = Pattern.compile("\\b([a-z]+)\\.txt\\b");
    private static final List<String> ANY =
            List.of("Signals turn to green.", "One by one the wagons roll,", "each to its own track.");
    private static final Map<String, List<String>> HAIKUS = Map.of(
            "tracks",
            List.of("Two lines on the ground,", "they never meet, and yet lead", "all of us together."),
            "signals",
            List.of("A red lamp at night.", "The engine holds its breath; then,", "softly, it turns green."),
            "timetable",
            List.of("Columns of small hours,", "ink that promises a train:", "seven minutes late."),
            "whistle",
            List.of("One long note at dawn.", "The whole valley turns its head,", "then goes back to sleep."),
            "departure",
            List.of("Doors close, hands still wave.", "The platform begins to move,", "or is it the train?"));

    private final DemoLines lines;
    private final DemoAccount account;
    private final Path directory;
    private final Clock clock;

    DemoScript(DemoLines lines, DemoAccount account, Path directory, Clock clock) {
        this.lines = lines;
        this.account = account;
        this.directory = directory;
        this.clock = clock;
    }

    /** Plays the turn of a prompt. */
    void turn(String prompt) throws IOException, InterruptedException {
        lines.turnStarted(directory);
        Optional<Instant> refusedUntil = account.limitedUntil(clock.instant());
        if (refusedUntil.isPresent()) {
            lines.limited(refusedUntil.get());
        } else {
            write(topic(prompt), account.isLastTurn(), prompt.length() / 4);
        }
    }

    private void write(String topic, boolean limited, int tokens) throws IOException, InterruptedException {
        String file = topic + ".txt";
        List<String> haiku = HAIKUS.getOrDefault(topic, ANY);
        int present = Files.exists(directory.resolve(file))
                ? Files.readAllLines(directory.resolve(file)).size()
                : 0;
        lines.message(present == 0 ? "I write three lines into " + file + "." : file + " has a start. I continue it.");
        int end = limited ? Math.min(present + LINES_BEFORE_LIMIT, haiku.size()) : haiku.size();
        for (String line : haiku.subList(Math.min(present, end), end)) {
            append(file, line);
        }
        if (limited) {
            lines.limited(account.limit(clock.instant()));
        } else {
            String result = file + " has three lines.";
            lines.message(result);
            lines.ended(result, tokens);
        }
    }

    private void append(String file, String line) throws IOException, InterruptedException {
        String call = lines.write(file, line);
        lines.pause();
        Files.writeString(directory.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.written(call, file);
    }

    private static String topic(String prompt) {
        Matcher file = FILE.matcher(prompt);
        return file.find() ? file.group(1) : "haiku";
    }
}
