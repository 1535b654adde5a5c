package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A shell script in the place of {@code claude}: whatever its arguments, it waits for the first line of its standard input (or its end),
 * prints an {@link EventFlood} and, like the real one in its bidirectional mode, stays until its input ends. After a flood that crashes it
 * is ended by SIGKILL. Immutable.
 *
 * @param flood what it prints on standard output
 * @param stderrLines how many lines of 100 bytes it prints on standard error at the same time
 * @param exitCode its exit code, 0 to 255
 * @param stays whether it waits for the end of its input
 */
public record FakeClaude(EventFlood flood, int stderrLines, int exitCode, boolean stays) {
    public static FakeClaude printing(EventFlood flood) {
        return new FakeClaude(flood, 0, 0, true);
    }

    public FakeClaude stderrLines(int count) {
        return new FakeClaude(flood, count, exitCode, stays);
    }

    public FakeClaude exitCode(int code) {
        return new FakeClaude(flood, stderrLines, code, stays);
    }

    /** It exits when all is printed, with its input still open. */
    public FakeClaude exitsByItself() {
        return new FakeClaude(flood, stderrLines, exitCode, false);
    }

    /** Writes the script, and what it prints, into this existing directory; the script's absolute path can be an executable's. */
    public Path install(Path directory) {
        try {
            flood.writeTo(directory.resolve("stdout.jsonl"));
            Files.writeString(directory.resolve("stderr.txt"), complaint().repeat(stderrLines));
            Path script = Files.writeString(directory.resolve("claude"), script());
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            return script.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String script() {
        return """
                #!/bin/sh
                here=$(dirname "$0")
                read -r _
                cat "$here/stderr.txt" >&2 &
                cat "$here/stdout.jsonl"
                wait
                %s
                """.formatted(end());
    }

    private String end() {
        if (flood.crashes()) {
            return "kill -KILL $$";
        }
        return (stays ? "cat >/dev/null\n" : "") + "exit " + exitCode;
    }

    private static String complaint() {
        return "warning: " + "-".repeat(90) + "\n";
    }
}
