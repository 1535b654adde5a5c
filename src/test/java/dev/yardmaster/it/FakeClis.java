package dev.yardmaster.it;

import dev.yardmaster.testkit.cli.EventFlood;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs in the place of {@code claude} which meet limits as the real one does. They note each of their starts, and that something is
 * wrong when the task that they are given is being run by another one.
 */
final class FakeClis {
    private static final String LIMITED = """
            {"type":"system","subtype":"init","cwd":"/","tools":[],"mcp_servers":[],"model":"mock","session_id":"s"}
            {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":UNTIL,"rateLimitType":"five_hour"},"session_id":"s"}
            {"type":"assistant","message":{"id":"m","model":"<synthetic>","role":"assistant","type":"message","content":[{"type":"text","text":"You've hit your 5-hour limit"}]},"session_id":"s","error":"rate_limit"}
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"num_turns":1,"result":"You've hit your 5-hour limit","session_id":"s"}
            """;

    private final Path directory;

    /** @param directory where they and their notes are, and where the service finds its {@code config/application.properties} */
    FakeClis(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("limited.jsonl"), LIMITED);
        EventFlood.of(20).writeTo(directory.resolve("answer.jsonl"));
        Files.createFile(directory.resolve("starts"));
        Files.createFile(directory.resolve("violations"));
        Files.createDirectory(directory.resolve("config"));
        configure("yardmaster.health.every=off");
    }

    /**
     * A program was started.
     *
     * @param instance the service that did, if it tells
     */
    record Start(Instant at, String executable, String task, String instance) {
        private static Start of(String line) {
            String[] words = line.split(" ", -1);
            return new Start(Instant.ofEpochMilli(Long.parseLong(words[0])), words[1], words[2], words[3]);
        }
    }

    /** Adds lines to the service's configuration. */
    void configure(String... lines) throws IOException {
        Path file = directory.resolve("config/application.properties");
        Files.write(file, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * Adds an executable, which is not limited.
     *
     * @param work what it does before it answers, or tells that it is limited: commands of the shell
     */
    void add(String executable, String work) throws IOException {
        Path script = Files.writeString(directory.resolve(executable), """
                #!/bin/sh
                cd "%1$s"
                echo "$(date +%%s%%3N) %2$s $YARDMASTER_TASK $YARDMASTER_INSTANCE" >>starts
                exec 9>"lock-$YARDMASTER_TASK"
                flock -n 9 || echo "$YARDMASTER_TASK is run twice at once" >>violations
                read -r _
                %3$s
                until=$(cat %2$s.until)
                if [ "$(date +%%s)" -lt "$until" ]; then
                    sed "s/UNTIL/$until/" limited.jsonl
                else
                    cat answer.jsonl
                fi
                cat >/dev/null
                """.formatted(directory, executable, work));
        limit(executable, Instant.EPOCH);
        declare(executable, script);
    }

    /** Adds an executable that runs another one, out of reach for all services but the one that starts it, as on another machine. */
    void addFar(String executable, String other) throws IOException {
        Path script = Files.writeString(directory.resolve(executable), """
                #!/bin/sh
                exec env -u YARDMASTER_INSTANCE "%s" "$@"
                """.formatted(directory.resolve(other)));
        declare(executable, script);
    }

    private void declare(String executable, Path script) throws IOException {
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        configure(
                "yardmaster.executables." + executable + ".provider=claude-code",
                "yardmaster.executables." + executable + ".path=" + script);
    }

    /** Limits an executable until a second. */
    void limit(String executable, Instant until) throws IOException {
        Files.writeString(directory.resolve(executable + ".until"), Long.toString(until.getEpochSecond()));
    }

    /** What was started so far, the earliest first. */
    List<Start> starts() {
        try (Stream<String> lines = Files.lines(directory.resolve("starts"))) {
            return lines.map(Start::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong, as sentences. */
    Path violations() {
        return directory.resolve("violations");
    }
}
