package dev.yardmaster.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds where a path will be created. */
final class Existing {
    private Existing() {}

    /** The path, or its nearest parent that exists. */
    static Path of(Path path) {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
