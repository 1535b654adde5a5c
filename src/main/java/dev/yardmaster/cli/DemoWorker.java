package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated worker does in a turn: it reads its task, writes the lines of a haiku that are missing in its file, and finishes the task. So
 * a session that takes over an unfinished task continues it. One topic makes it ask first.
 */
final class DemoWorker implements DemoRole {
    /** How many lines a turn writes before it meets the limit. */
    private static final int LINES_BEFORE_LIMIT = 1;

    private static final String ASKS_ABOUT = "signals";
    private static final String QUESTION = "When is the haiku about the signals set?";
    /** What the service says about an answer that it delivers. */
    private static final String ANSWERED = "answers message";

    private static final List<String> ANY =
            List.of("Signals turn to green.", "One by one the wagons roll,", "each to its own track.");
    private static final Map<String, List<String>> HAIKUS = Map.of(
            "tracks",
            List.of("Two lines on the ground,", "they never meet, and yet lead", "all of us together."),
            "signals",
            List.of("A red autumn night.", "The engine holds its breath; then,", "softly, it turns green."),
            "timetable",
            List.of("Columns of small hours,", "ink that promises a train:", "seven minutes late."),
            "whistle",
            List.of("One long note at dawn.", "The whole valley turns its head,", "then goes back to sleep."),
            "departure",
            List.of("Doors close, hands still wave.", "The platform begins to move,", "or is it the train?"));

    private final DemoLines lines;
    private final DemoAccount account;
    private final DemoTools tools;
    private final Path directory;
    private final Clock clock;

    DemoWorker(DemoLines lines, DemoAccount account, DemoTools tools, Path directory, Clock clock) {
        this.lines = lines;
        this.account = account;
        this.tools = tools;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void turn(String prompt) throws IOException, InterruptedException {
        lines.turnStarted(directory);
        Optional<Instant> refusedUntil = account.limitedUntil(clock.instant());
        if (refusedUntil.isPresent()) {
            lines.limited(refusedUntil.get());
            return;
        }
        boolean limited = account.isLastTurn();
        String topic = topic();
        int tokens = prompt.length() / 4;
        if (topic.equals(ASKS_ABOUT) && !prompt.contains(ANSWERED) && !Files.exists(file(topic))) {
            ask(tokens);
        } else {
            write(topic, limited, tokens);
        }
    }

    private String topic() throws IOException, InterruptedException {
        JsonNode task = lines.tool(tools, "task_get", Map.of());
        return DemoCast.topic(task.path("title").asText());
    }

    private void ask(int tokens) throws IOException, InterruptedException {
        lines.message("I can't know that.");
        lines.tool(tools, "ask", Map.of("question", QUESTION, "blocking", true));
        lines.ended("I wait for the answer.", tokens);
    }

    private void write(String topic, boolean limited, int tokens) throws IOException, InterruptedException {
        Path file = file(topic);
        List<String> haiku = HAIKUS.getOrDefault(topic, ANY);
        int present = Files.exists(file) ? Files.readAllLines(file).size() : 0;
        lines.message(
                present == 0
                        ? "I write three lines into " + file.getFileName() + "."
                        : file.getFileName() + " has a start. I continue it.");
        int end = limited ? Math.min(present + LINES_BEFORE_LIMIT, haiku.size()) : haiku.size();
        for (String line : haiku.subList(Math.min(present, end), end)) {
            append(file, line);
        }
        if (limited) {
            lines.limited(account.limit(clock.instant()));
        } else {
            String result = file.getFileName() + " has three lines.";
            lines.tool(tools, "task_finish", Map.of("summary", result));
            lines.message(result);
            lines.ended(result, tokens);
        }
    }

    private void append(Path file, String line) throws IOException, InterruptedException {
        String call = lines.call("Write", Map.of("file_path", file.getFileName().toString(), "content", line));
        lines.pause();
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.result(call, "Wrote a line to " + file.getFileName());
    }

    private Path file(String topic) {
        return directory.resolve(topic + ".txt");
    }
}
