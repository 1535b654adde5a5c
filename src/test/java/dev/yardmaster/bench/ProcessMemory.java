package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of processes, from Linux's {@code /proc}. */
final class ProcessMemory {
    private static final String PEAK = "VmHWM:";

    private ProcessMemory() {}

    /** The peak resident memory of a process. */
    static long peakBytes(long pid) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(it -> it.startsWith(PEAK))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc does not show the peak memory of process " + pid));
        String kibibytes = line.substring(PEAK.length()).replace("kB", "").strip();
        return Long.parseLong(kibibytes) * 1024;
    }
}
