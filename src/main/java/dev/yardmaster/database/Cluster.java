package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;

/**
 * One PostgreSQL data directory and its files: {@code data}, {@code password} and {@code postgres.log}.
 *
 * @param directory contains all three; absolute, without symbolic links
 * @param runAs the user that runs PostgreSQL's programs
 */
record Cluster(Path directory, PostgresBinaries binaries, RunAs runAs) {
    /** The only role; {@code initdb} creates it. */
    static final String ROLE = "yardmaster";

    static final String DATABASE = "yardmaster";

    /**
     * Finds a way to run PostgreSQL in a directory. Existing data is checked and not changed.
     *
     * @throws dev.yardmaster.problem.YardmasterException if the directory can't be used or contains data of another version
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
                    "Give Yardmaster write permission, or choose another home (--home).");
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
        return password(passwordFile(), data());
    }

    static String password(Path file, Path data) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "The password of the database in " + data + " can't be read",
                    e,
                    "Restore this file; the data can't be opened without it.");
        }
    }

    static void checkVersion(Path data) throws IOException {
        Path file = data.resolve("PG_VERSION");
        String version = Files.exists(file) ? Files.readString(file).strip() : "of an unknown version";
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw DatabaseErrors.because("The data in " + data + " was created by PostgreSQL " + version
                    + ", but this version of Yardmaster contains PostgreSQL " + PostgresBinaries.MAJOR
                    + ". Nothing was changed. Dump the database (pg_dump) with the Yardmaster version that created it, or"
                    + " choose another home (--home).");
        }
    }
}
