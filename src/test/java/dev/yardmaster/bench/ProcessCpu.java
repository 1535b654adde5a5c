package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The CPU time of processes, from Linux's {@code /proc}, in nanoseconds. */
final class ProcessCpu {
    /** {@code /proc} counts in hundredths of a second. */
    private static final long TICK_NANOS = 10_000_000;

    private ProcessCpu() {}

    /** The CPU time of one process without its children. */
    static long ofProcess(long pid) throws IOException {
        List<String> stat = stat(pid);
        return ticks(stat, 14) + ticks(stat, 15);
    }

    /** The CPU time of a process, its running descendants, and its children that have ended. */
    static long ofFamily(ProcessHandle parent) throws IOException {
        long sum = 0;
        for (ProcessHandle process : family(parent)) {
            try {
                List<String> stat = stat(process.pid());
                sum += ticks(stat, 14) + ticks(stat, 15) + ticks(stat, 16) + ticks(stat, 17);
            } catch (NoSuchFileException _) {
                // The process has ended; its parent's figures now include it.
            }
        }
        return sum;
    }

    private static List<ProcessHandle> family(ProcessHandle parent) {
        return Stream.concat(Stream.of(parent), parent.descendants()).toList();
    }

    /** The fields after the program's name. The name itself may contain spaces and parentheses. */
    private static List<String> stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    }

    /** A field by its number in proc(5); the first field after the name is number 3. */
    private static long ticks(List<String> stat, int field) {
        return Long.parseLong(stat.get(field - 3)) * TICK_NANOS;
    }
}
