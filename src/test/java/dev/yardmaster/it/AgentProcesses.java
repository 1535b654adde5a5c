package dev.yardmaster.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The processes of sessions. Their environment contains the ids of the service and the session. */
final class AgentProcesses {
    private AgentProcesses() {}

    /** The processes of the service on a home. */
    static List<Long> ofService(Path home) throws IOException {
        return withVariable(
                "YARDMASTER_INSTANCE",
                List.of(Files.readString(home.resolve("instance-id")).strip()));
    }

    /** The processes of some sessions. */
    static List<Long> ofSessions(Collection<String> sessions) throws IOException {
        return withVariable("YARDMASTER_SESSION", sessions);
    }

    private static List<Long> withVariable(String variable, Collection<String> ids) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> ids.stream()
                            .anyMatch(id -> environment(process).contains("\0" + variable + "=" + id + "\0")))
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
