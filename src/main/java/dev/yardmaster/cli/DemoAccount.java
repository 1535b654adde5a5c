package dev.yardmaster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The account of a simulated provider. All of its sessions share it through files: it allows some turns, then refuses work until a reset,
 * and after the reset it allows everything.
 *
 * @param file counts the turns, one byte each; the time of the reset is in a second file beside it
 * @param allowance how many turns the account allows before its limit
 * @param reset how long after the limit was reached the account takes work again
 */
record DemoAccount(Path file, int allowance, Duration reset) {
    /** Counts a turn. Returns true if this turn reaches the limit. */
    boolean isLastTurn() throws IOException {
        Files.write(file, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return Files.size(file) > allowance && !Files.exists(resetFile());
    }

    /** When the account takes work again; empty if it takes work now. */
    Optional<Instant> limitedUntil(Instant now) throws IOException {
        return Files.exists(resetFile())
                ? Optional.of(Instant.parse(Files.readString(resetFile()))).filter(now::isBefore)
                : Optional.empty();
    }

    /** Limits the account. Returns the time of the reset, in whole seconds as providers report it. */
    Instant limit(Instant now) throws IOException {
        Instant until = now.plus(reset).truncatedTo(ChronoUnit.SECONDS);
        Path complete = Files.createTempFile(file.toAbsolutePath().getParent(), "reset", ".tmp");
        Files.writeString(complete, until.toString());
        Files.move(complete, resetFile(), StandardCopyOption.ATOMIC_MOVE);
        return until;
    }

    private Path resetFile() {
        return file.resolveSibling(file.getFileName() + ".reset");
    }
}
