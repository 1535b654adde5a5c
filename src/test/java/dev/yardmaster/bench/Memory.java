package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that processes take, as Linux tells it. */
final class Memory {
    private static final String PEAK = "VmHWM:";

    private Memory() {}

    /** The most that a process has had at once of the machine's memory. */
    static long peakBytes(long pid) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(it -> it.startsWith(PEAK))
                .findFirst()
                .orElseThrow(() -> new IOException("Linux does not tell the memory of process " + pid));
        String kibibytes = line.substring(PEAK.length()).replace("kB", "").strip();
        return Long.parseLong(kibibytes) * 1024;
    }
}
