package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** It exits when all is printed, with its input still open. */
    public FakeClaude exitsByItself() {
        return new FakeClaude(flood, stderrLines, exitCode, false);
    }

    /** Writes the script, and what it prints, into this existing directory; the script's absolute path can be an executable's. */
    public Path install(Path directory) {
        try {
            flood.writeTo(directory.resolve("stdout.jsonl"));
            Files.writeString(directory.resolve("stderr.txt"), complaint().repeat(stderrLines));
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

    private static String complaint() {
        return "warning: " + "-".repeat(90) + "\n";
    }
}
