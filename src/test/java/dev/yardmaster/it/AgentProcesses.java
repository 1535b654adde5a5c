package dev.yardmaster.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The processes that were started for sessions, which bear the session's id in their environment. */
final class AgentProcesses {
    private static final String MARKER = "\0YARDMASTER_SESSION=";

    private AgentProcesses() {}

    /** Those of all sessions. */
    static List<Long> all() throws IOException {
        return bearing(List.of(MARKER));
    }

    /** Those of these sessions. */
    static List<Long> of(Collection<String> sessions) throws IOException {
        return bearing(sessions.stream().map(session -> MARKER + session + "\0").toList());
    }

    private static List<Long> bearing(List<String> markers) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> markers.stream().anyMatch(environment(process)::contains))
                    .map(process -> Long.valueOf(process.getFileName().toString()))
                    .toList();
        }
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
