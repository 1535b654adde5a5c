package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root; an ordinary user runs them as himself. Each prefix ends by
 * {@code exec}, so that the process id stays that of the program.
 *
 * @param prefix put before the command
 * @param uid the user id that the files it makes have
 */
record RunAs(List<String> prefix, long uid) {
    private static final String NOBODY = "65534";

    /** Not root, may write into the directory ($1), and the program ($2) starts. */
    private static final String TRIAL = """
            [ "$(id -u)" != 0 ] || { echo 'still root'; exit 1; }
            : > "$1" && rm "$1" && exec "$2" --version
            """;

    /**
     * The first way that works here.
     *
     * @param directory what must be writable
     * @param owner whose the data is, if there is data already
     * @throws dev.yardmaster.problem.YardmasterException if there is none; it says what was tried
     */
    static RunAs choose(PostgresBinaries binaries, Path directory, OptionalLong owner) {
        long self = self();
        List<String> tried = new ArrayList<>();
        for (RunAs candidate : self == 0 ? forRoot() : List.of(new RunAs(List.of(), self))) {
            String failure = owner.orElse(candidate.uid) == candidate.uid
                    ? candidate.failure(binaries, directory)
                    : "the data in " + directory + " belongs to the user with the id " + owner.orElseThrow();
            if (failure.isEmpty()) {
                return candidate;
            }
            tried.add((candidate.prefix.isEmpty() ? "as user " + self : candidate.prefix.getFirst()) + ": " + failure);
        }
        throw Unavailable.because("PostgreSQL can't be run here" + (self == 0 ? ", and it refuses to run as root" : "")
                + ". Tried: " + tried
                + ". Start Yardmaster as the user who owns its home, with a home (--home) and a cache"
                + " (XDG_CACHE_HOME) on file systems that allow programs to run.");
    }

    /**
     * In a user namespace of its own, root is nobody special: it has its own files still, and no powers beyond. Containers often
     * don't allow that; there it becomes another user, who keeps root's way into directories (the home may be closed to others).
     */
    static List<RunAs> forRoot() {
        RunAs namespace = new RunAs(List.of("unshare", "--user"), 0);
        RunAs nobody = new RunAs(
                List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override"),
                Long.parseLong(NOBODY));
        return List.of(namespace, nobody);
    }

    List<String> command(Path program, String... arguments) {
        return Stream.of(prefix.stream(), Stream.of(program.toString()), Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    /** Why this way doesn't work; empty if it does. */
    private String failure(PostgresBinaries binaries, Path directory) {
        Path probe = directory.resolve(".probe");
        String postgres = binaries.program("postgres").toString();
        try {
            List<String> trial = command(Path.of("/bin/sh"), "-c", TRIAL, "sh", probe.toString(), postgres);
            Command.Result result = Command.run(trial, directory, "", Duration.ofSeconds(20));
            return result.ok() ? "" : result.lastLines() + " (exit code " + result.exitCode() + ")";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The effective user id of this process. */
    static long self() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Long.parseLong(line.split("\\s+", -1)[2]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw Unavailable.because("The user of this process is unknown", e, "Mount /proc.");
        }
    }
}
