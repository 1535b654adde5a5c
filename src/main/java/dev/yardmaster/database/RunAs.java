package dev.yardmaster.database;

import dev.yardmaster.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The user that runs PostgreSQL's programs, which refuse to run as root or as a user without a name. Each prefix replaces itself with the
 * program ({@code exec}), so the process id is that of the program.
 *
 * @param name a description for messages
 * @param prefix the words before the command
 * @param uid the user id that owns the files that PostgreSQL creates
 */
record RunAs(String name, List<String> prefix, long uid) {
    private static final long NOBODY = 65534;

    /** Checks that the user can write to the directory, and that initdb accepts the user; {@code --show} changes nothing. */
    private static final String TRIAL = ": > \"$1\" && rm \"$1\" && exec \"$2\" --show --pgdata=\"$1\"";

    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(20);

    /**
     * The first candidate that works on this machine.
     *
     * @param directory must be writable
     * @param owner the owner of existing data
     * @throws dev.yardmaster.problem.YardmasterException if none works; the message lists the attempts
     */
    static RunAs choose(PostgresBinaries binaries, Path directory, OptionalLong owner) {
        StringJoiner tried = new StringJoiner("; ");
        for (RunAs candidate : candidates(self())) {
            String failure = owner.orElse(candidate.uid) == candidate.uid
                    ? candidate.failure(binaries, directory)
                    : "the data in " + directory + " belongs to the user " + owner.orElseThrow();
            if (failure.isEmpty()) {
                return candidate;
            }
            tried.add(candidate.name + ": " + failure);
        }
        throw DatabaseErrors.because("PostgreSQL can't be run on this machine. Attempts: " + tried
                + ". Start Yardmaster as an ordinary user who owns the home (--home) and can run programs in "
                + binaries.directory() + " (XDG_CACHE_HOME changes this directory).");
    }

    /**
     * In a new user namespace every user appears as nobody, even root: the user still owns its files, but has no other privileges. Many
     * containers forbid user namespaces. There root switches to another user that keeps root's access to directories, because the home
     * may be closed to other users.
     */
    static List<RunAs> candidates(long self) {
        RunAs inNamespace = new RunAs("in a user namespace", List.of("unshare", "--user"), self);
        return self == 0
                ? List.of(inNamespace, nobody())
                : List.of(new RunAs("as the user " + self, List.of(), self), inNamespace);
    }

    /** The effective user id of this process; 0 is root. */
    static long self() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Long.parseLong(line.split("\\s+", -1)[2]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw DatabaseErrors.because("The user of this process can't be determined", e, "Mount /proc.");
        }
    }

    List<String> command(Path program, String... arguments) {
        return Stream.of(prefix.stream(), Stream.of(program.toString()), Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    private static RunAs nobody() {
        List<String> prefix = List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override");
        return new RunAs("as the user " + NOBODY, prefix, NOBODY);
    }

    /** Why this candidate does not work; empty if it works. */
    private String failure(PostgresBinaries binaries, Path directory) {
        String probe = directory.resolve(".probe").toString();
        String initdb = binaries.program("initdb").toString();
        List<String> trial = command(Path.of("/bin/sh"), "-c", TRIAL, "sh", probe, initdb);
        try {
            CommandRunner.Output output = DatabaseCommand.run(trial, directory, List.of(), TRIAL_LIMIT);
            return output.ok() ? "" : output.lastLines();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
