package dev.yardmaster.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Programs of a machine, as shell scripts in a directory that precedes those of the system on the {@code PATH}. */
record FakePrograms(Path directory) {
    /** Adds a program. */
    FakePrograms with(String name, String script) {
        try {
            Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An environment in which these programs and those of the system are found. */
    Map<String, String> environment() {
        return Map.of("PATH", directory + ":/usr/bin:/bin", "HOME", directory.toString());
    }

    /** An environment in which only these programs are found. */
    Map<String, String> only() {
        return Map.of("PATH", directory.toString(), "HOME", directory.toString());
    }
}
