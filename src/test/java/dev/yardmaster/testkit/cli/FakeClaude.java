package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A shell script that replaces {@code claude} and ignores its arguments. It waits for the first line of its standard input or for the end of
 * the input. Then it prints an {@link EventFlood} and, like the real CLI in its bidirectional mode, waits until its input ends. If the flood
 * crashes, the script ends itself with SIGKILL. Immutable.
 *
 * @param flood the lines on the standard output
 * @param stderrLines the number of lines, of 100 bytes each, that it prints on the standard error at the same time
 * @param exitCode the exit code, 0 to 255
 * @param stays whether it waits for the end of its input
 */
public record FakeClaude(EventFlood flood, int stderrLines, int exitCode, boolean stays) {
    private static final Path SCRIPT = Path.of("src", "test", "resources", "print-flood.sh");

    public static FakeClaude printing(EventFlood flood) {
        return new FakeClaude(flood, 0, 0, true);
    }

    public FakeClaude stderrLines(int count) {
        return new FakeClaude(flood, count, exitCode, stays);
    }

    public FakeClaude exitCode(int code) {
        return new FakeClaude(flood, stderrLines, code, stays);
    }

    /** Exits after the last line, even if the input is still open. */
    public FakeClaude exitsByItself() {
        return new FakeClaude(flood, stderrLines, exitCode, false);
    }

    /** Writes the script and its output into an existing directory. Returns the script's absolute path, which can be that of an executable. */
    public Path install(Path directory) {
        try {
            flood.writeTo(directory.resolve("stdout.jsonl"));
            Files.writeString(directory.resolve("stderr.txt"), warningLine().repeat(stderrLines));
            Files.writeString(directory.resolve("switches"), switches());
            Path script = Files.copy(SCRIPT, directory.resolve("claude"), StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            return script.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String switches() {
        return "crashes=%s%nstays=%s%nexit_code=%d%n".formatted(yesOrNo(flood.crashes()), yesOrNo(stays), exitCode);
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    private static String warningLine() {
        return "warning: " + "-".repeat(90) + "\n";
    }
}
