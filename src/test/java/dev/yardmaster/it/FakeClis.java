package dev.yardmaster.it;

import dev.yardmaster.testkit.cli.EventFlood;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Executables that run the script {@code fake-claude.sh} in place of Claude Code: they report limits as Claude Code does, record each start,
 * and record a violation if two processes run the same task.
 */
final class FakeClis {
    private static final String LIMITED = """
            {"type":"system","subtype":"init","cwd":"/","tools":[],"mcp_servers":[],"model":"mock","session_id":"s"}
            {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":UNTIL,"rateLimitType":"five_hour"},"session_id":"s"}
            {"type":"assistant","message":{"id":"m","model":"<synthetic>","role":"assistant","type":"message","content":[{"type":"text","text":"You've hit your 5-hour limit"}]},"session_id":"s","error":"rate_limit"}
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"num_turns":1,"result":"You've hit your 5-hour limit","session_id":"s"}
            """;

    private static final Path SCRIPT =
            Path.of("src", "test", "resources", "fake-claude.sh").toAbsolutePath();

    private final Path directory;

    /**
     * @param directory the directory for their records, and for the service's {@code config/application.properties}
     * @param answer what they print if they are not limited
     */
    FakeClis(Path directory, EventFlood answer) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("limited.jsonl"), LIMITED);
        answer.writeTo(directory.resolve("answer.jsonl"));
        Files.createFile(directory.resolve("starts"));
        Files.createFile(directory.resolve("violations"));
        Files.createDirectory(directory.resolve("config"));
        configure("yardmaster.health.every=off");
    }

    /**
     * A start of an executable.
     *
     * @param instance the id of the service that started it; empty if the executable hides it
     */
    record Start(Instant at, String executable, String task, String instance) {
        private static Start of(String line) {
            String[] words = line.split(" ", -1);
            return new Start(Instant.ofEpochMilli(Long.parseLong(words[0])), words[1], words[2], words[3]);
        }
    }

    /** Adds lines to the configuration of the service. */
    void configure(String... lines) throws IOException {
        Path file = directory.resolve("config/application.properties");
        Files.write(file, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Adds an executable without a limit. The switches are explained in the script. */
    void add(String executable, String... switches) throws IOException {
        limit(executable, Instant.EPOCH);
        String setting = "yardmaster.executables." + executable + ".";
        List<String> arguments = new ArrayList<>(List.of(SCRIPT.toString(), directory.toString(), executable));
        arguments.addAll(List.of(switches));
        configure(
                setting + "provider=claude-code",
                setting + "path=/bin/sh",
                setting + "arguments=" + String.join(",", arguments));
    }

    /** Limits an executable until a time, in whole seconds. */
    void limit(String executable, Instant until) throws IOException {
        Files.writeString(directory.resolve(executable + ".until"), Long.toString(until.getEpochSecond()));
    }

    /** All starts so far, the earliest first. */
    List<Start> starts() {
        try (Stream<String> lines = Files.lines(directory.resolve("starts"))) {
            return lines.map(Start::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with the recorded violations, one sentence each. */
    Path violations() {
        return directory.resolve("violations");
    }
}
