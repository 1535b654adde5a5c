package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;

/**
 * One PostgreSQL data directory with what belongs to it: {@code data}, {@code password} and {@code postgres.log}.
 *
 * @param directory holds all three; absolute, without symbolic links
 */
record Cluster(Path directory, PostgresBinaries binaries, RunAs runAs) {
    /** The only role, made by {@code initdb}. */
    static final String ROLE = "yardmaster";

    static final String DATABASE = "yardmaster";

    /**
     * Finds out how PostgreSQL runs here. Existing data is looked at and left as it is.
     *
     * @throws dev.yardmaster.problem.YardmasterException if the directory can't be used, or holds data of another version
     */
    static Cluster at(Path directory, PostgresBinaries binaries) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path real = directory.toRealPath();
            Path data = real.resolve("data");
            boolean exists = Files.exists(data);
            if (exists) {
                checkVersion(data);
            }
            OptionalLong owner =
                    exists ? OptionalLong.of((Integer) Files.getAttribute(data, "unix:uid")) : OptionalLong.empty();
            return new Cluster(real, binaries, RunAs.choose(binaries, real, owner));
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "The database directory " + directory + " can't be used",
                    e,
                    "Let Yardmaster write to it, or start it with another home (--home).");
        }
    }

    Path data() {
        return directory.resolve("data");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }

    ServerLog log() {
        return new ServerLog(directory.resolve("postgres.log"));
    }

    List<String> command(String program, String... arguments) {
        return runAs.command(binaries.program(program), arguments);
    }

    /** The password of {@link #ROLE}. */
    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "The password of the database in " + data() + " can't be read",
                    e,
                    "Restore that file; without it the data can't be opened.");
        }
    }

    private static void checkVersion(Path data) throws IOException {
        Path file = data.resolve("PG_VERSION");
        String version = Files.exists(file) ? Files.readString(file).strip() : "of an unknown version";
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw DatabaseErrors.because("The data in " + data + " was made by PostgreSQL " + version
                    + ", and this Yardmaster brings PostgreSQL " + PostgresBinaries.MAJOR
                    + ". Nothing was changed. Start the Yardmaster that made it and dump the database (pg_dump), or start"
                    + " with another home (--home).");
        }
    }
}
