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
 * As whom PostgreSQL's programs run: they refuse root, and users without a name. Each prefix ends by {@code exec}, so that the
 * process id stays that of the program.
 *
 * @param name of this way, for people
 * @param prefix put before the command
 * @param uid the user id that the files it makes have
 */
record RunAs(String name, List<String> prefix, long uid) {
    private static final long NOBODY = 65534;

    /** May write into the directory; and initdb accepts the user and finds all its files, which it only shows here. */
    private static final String TRIAL = ": > \"$1\" && rm \"$1\" && exec \"$2\" --show --pgdata=\"$1\"";

    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(20);

    /**
     * The first way that works here.
     *
     * @param directory what must be writable
     * @param owner whose the data is, if there is data already
     * @throws dev.yardmaster.problem.YardmasterException if there is none; it says what was tried
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
        throw DatabaseErrors.because("PostgreSQL can't be run here. Tried " + tried
                + ". Start Yardmaster as an ordinary user who owns its home (--home) and may run programs in "
                + binaries.directory() + " (XDG_CACHE_HOME moves that).");
    }

    /**
     * In a user namespace of its own everybody is nobody, even root: with his own files, and no powers beyond. Containers often
     * don't allow that; there root becomes another user, who keeps root's way into directories (the home may be closed to others).
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
            throw DatabaseErrors.because("The user of this process is unknown", e, "Mount /proc.");
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

    /** Why this way doesn't work; empty if it does. */
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
