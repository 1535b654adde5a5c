package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor time that processes have used, as Linux tells it. */
final class CpuClock {
    /** Linux counts in hundredths of a second for programs, whatever it does inside. */
    private static final long TICK_NANOS = 10_000_000;

    private CpuClock() {}

    /** What a process has used itself. */
    static long ofProcess(long pid) throws IOException {
        List<String> stat = stat(pid);
        return ticks(stat, 14) + ticks(stat, 15);
    }

    /** What a process, those it has outlived and those under it have used. */
    static long ofFamily(ProcessHandle parent) throws IOException {
        long sum = 0;
        for (ProcessHandle process : family(parent)) {
            try {
                List<String> stat = stat(process.pid());
                sum += ticks(stat, 14) + ticks(stat, 15) + ticks(stat, 16) + ticks(stat, 17);
            } catch (NoSuchFileException _) {
                // It has ended; from now on its parent counts it.
            }
        }
        return sum;
    }

    private static List<ProcessHandle> family(ProcessHandle parent) {
        return Stream.concat(Stream.of(parent), parent.descendants()).toList();
    }

    /** The fields after the program's name, which may hold anything. */
    private static List<String> stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    }

    /** A field by its number in proc(5), where the first one after the name is the third. */
    private static long ticks(List<String> stat, int field) {
        return Long.parseLong(stat.get(field - 3)) * TICK_NANOS;
    }
}
