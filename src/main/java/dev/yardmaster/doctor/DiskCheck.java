package dev.yardmaster.doctor;

import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The free space and the free inodes of the disk with the home. */
record DiskCheck(Path home, Programs programs) implements Check {
    private static final long MIB = 1L << 20;
    /** PostgreSQL can't be created in less. */
    private static final long FEWEST_BYTES = 200 * MIB;

    private static final long ENOUGH_BYTES = 2048 * MIB;
    private static final long FEWEST_INODES = 1_000;
    private static final long ENOUGH_INODES = 20_000;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> run() throws IOException {
        Path directory = Existing.of(home);
        List<Finding> findings = new ArrayList<>(
                List.of(space(directory, Files.getFileStore(directory).getUsableSpace())));
        inodes(directory).ifPresent(findings::add);
        return findings;
    }

    static Finding space(Path directory, long bytes) {
        return finding(
                "disk",
                "The disk of " + directory + " has " + bytes / MIB + " MiB of free space.",
                state(bytes, FEWEST_BYTES, ENOUGH_BYTES),
                "Provide at least 2 GiB, or choose a home on another disk with --home.");
    }

    /** Java has no call for inodes. Empty for file systems that have no fixed number of them, and without the program {@code df}. */
    private Optional<Finding> inodes(Path directory) {
        try {
            return programs.exists("df")
                    ? inodes(
                            directory,
                            programs.run("df", "-Pi", directory.toString()).stdout())
                    : Optional.empty();
        } catch (YardmasterException _) {
            return Optional.empty();
        }
    }

    /** @param table the output of {@code df -Pi} for one directory */
    static Optional<Finding> inodes(Path directory, String table) {
        String[] columns = table.lines().reduce("", (_, line) -> line).split(" +");
        if (columns.length < 4 || !columns[1].matches("[1-9]\\d*") || !columns[3].matches("\\d+")) {
            return Optional.empty();
        }
        long free = Long.parseLong(columns[3]);
        return Optional.of(finding(
                "inodes",
                "The disk of " + directory + " has " + free + " free inodes.",
                state(free, FEWEST_INODES, ENOUGH_INODES),
                "Remove small files from this disk, or choose a home on another one with --home."));
    }

    private static State state(long free, long fewest, long enough) {
        return free < fewest ? State.FAILED : free < enough ? State.WARNING : State.OK;
    }

    private static Finding finding(String check, String detail, State state, String fix) {
        return new Finding(check, state, detail, state == State.OK ? Optional.empty() : Optional.of(fix));
    }
}
